import { parse, stringify } from 'lossless-json';
import { parseJson } from '../../outbound/answer/parse-json.js';
import type { EchoedRequest } from './echo-store.js';
import { type Html, markup, page } from './html.js';

/** Characters of a body that a page shows. The JSON answer has all that is kept. */
const MAX_SHOWN = 16 * 1024;

/** Builds the page that suggests a bucket. `origin` is the reader's address of the API: `http://127.0.0.1:8080`. */
export function startPage(origin: string, bucket: string): string {
  const [send, list] = [`${origin}/echo-send/${bucket}/`, `/echo-list/${bucket}/`];
  return page(
    'Echo: see what is sent',
    markup`<h1>Echo: see what is sent</h1>
      <p>
        Send any request to a bucket, then read here what arrived. A bucket needs no set-up. Whoever knows its name can
        use it, so take a name that nobody can guess. This one is random:
      </p>
      <p>Send to <code>${send}</code></p>
      <p>Then read <a href="${list}">${list}</a></p>
      <pre>curl ${send} -H 'Content-Type: application/json' -d '{"user_id": "123"}'</pre>
      <p class="quiet">
        A bucket keeps its last 100 requests in memory. Values that look like secrets are masked first.
      </p>`,
  );
}

/** Builds the page of a bucket's requests, newest first. */
export function bucketPage(origin: string, bucket: string, requests: readonly EchoedRequest[]): string {
  const count = requests.length === 1 ? '1 request' : `${requests.length} requests`;
  return page(
    `Echo: ${bucket}`,
    markup`<h1>Echo: ${bucket}</h1>
      <p>
        ${requests.length === 0 ? 'Nothing has arrived yet.' : `The last ${count}, newest first.`} Send to
        <code>${origin}/echo-send/${bucket}/</code>
      </p>
      <p class="quiet">
        <a href="/echo-list/${bucket}/">Read again</a> · secrets are masked · the same as JSON with
        <code>Accept: application/json</code>
      </p>
      ${requests.map(article)}`,
  );
}

function article(request: EchoedRequest): Html {
  const target = request.path + (request.query === '' ? '' : `?${request.query}`);
  return markup`<article aria-labelledby="r${request.number}">
    <header>
      <h2 id="r${request.number}"><code>${request.method} ${target}</code></h2>
      <span class="quiet"
        >#${request.number} · <time datetime="${request.at}">${request.at}</time> · ${bytes(request.size)}</span
      >
    </header>
    ${parameters(request.query)} ${bodyOf(request)}
    <details>
      <summary>${request.headers.length} headers</summary>
      ${table('Headers', request.headers)}
    </details>
  </article> `;
}

function parameters(query: string): Html {
  const pairs = [...new URLSearchParams(query)];
  return pairs.length === 0 ? markup`` : table('Query', pairs);
}

function table(caption: string, rows: readonly (readonly [string, string])[]): Html {
  return markup`<table aria-label="${caption}">
    <tbody>
      ${rows.map(
        ([name, value]) =>
          markup`<tr>
            <th scope="row">${name}</th>
            <td><code>${value}</code></td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function bodyOf(request: EchoedRequest): Html {
  if (request.size === 0) return markup`<p class="quiet">No body.</p>`;
  const { text, encoding } = shownBody(request);
  if (encoding === 'base64') {
    return markup`<p class="quiet">Not text. Its first bytes:</p>
      <pre tabindex="0">${hex(request.body)}</pre>`;
  }
  const shown = indentedJson(request, text) ?? text;
  const isCut = shown.length > MAX_SHOWN || request.size > request.body.length;
  return markup`<pre tabindex="0" aria-label="Body">${shown.slice(0, MAX_SHOWN)}</pre>
    ${isCut ? markup`<p class="quiet">Cut here.</p>` : markup``}`;
}

function hex(body: Buffer): string {
  return (
    body
      .subarray(0, 256)
      .toString('hex')
      .match(/.{1,32}/g) ?? []
  )
    .map((line) => line.replaceAll(/..(?!$)/g, '$& '))
    .join('\n');
}

function bytes(size: number): string {
  return size < 10_240 ? `${size} bytes` : `${Math.round(size / 1024)} kB`;
}

/** A body as text, or as base64 if it is not text. */
export interface ShownBody {
  readonly text: string;
  readonly encoding: 'utf-8' | 'base64';
}

const CONTROLS = /[^\P{Cc}\t\r\n]/u;

/** Converts a body to text or base64. */
export function shownBody(request: EchoedRequest): ShownBody {
  const text = textOf(request);
  return text === null ? { text: request.body.toString('base64'), encoding: 'base64' } : { text, encoding: 'utf-8' };
}

/** Longer texts are not indented: one line for each value can take a hundred times the space. */
const MAX_INDENTED = 16 * 1024;

/** Indents JSON and keeps every digit. Returns `null` for a text that is not JSON, too long, or cut. */
export function indentedJson({ body, size }: EchoedRequest, text: string): string | null {
  if (size > body.length || text.length > MAX_INDENTED || !/^\s*[[{]/.test(text)) return null;
  try {
    parseJson(text); // refuses nesting that is too deep
    return stringify(parse(text), null, 2) ?? null;
  } catch {
    return null; // shown unchanged
  }
}

function textOf({ body, size }: EchoedRequest): string | null {
  try {
    // In stream mode the decoder ignores half a character at the cut.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body, { stream: size > body.length });
    return CONTROLS.test(text) ? null : text;
  } catch {
    return null;
  }
}
