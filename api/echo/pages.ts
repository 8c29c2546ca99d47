import { parse, stringify } from 'lossless-json';
import { parseJson } from '../../outbound/answer/parse-json.js';
import type { EchoedRequest } from './echo-store.js';
import { type Html, markup, page } from './html.js';

/** The most of a body that a page shows, in characters; the JSON has all that is kept. */
const MAX_SHOWN = 16 * 1024;

/** The page that suggests a bucket. `origin` is the address that the reader uses: `http://127.0.0.1:8080`. */
export function startPage(origin: string, bucket: string): string {
  const [send, list] = [`${origin}/echo-send/${bucket}/`, `/echo-list/${bucket}/`];
  return page(
    'Echo: see what is sent',
    markup`<h1>Echo: see what is sent</h1>
      <p>
        Send any request to a bucket, and read here what arrived. A bucket needs no set-up: whoever knows its name can
        use it, so take one that nobody guesses. This one was made up for you:
      </p>
      <p>Send to <code>${send}</code></p>
      <p>Then read <a href="${list}">${list}</a></p>
      <pre>curl ${send} -H 'Content-Type: application/json' -d '{"user_id": "123"}'</pre>
      <p class="quiet">
        A bucket keeps its last 100 requests in memory. What looks like a secret is masked before it is kept.
      </p>`,
  );
}

/** The page of a bucket's requests, newest first. */
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

/** A body as JSON can carry it: text where it is some, else base64. */
export interface ShownBody {
  readonly text: string;
  readonly encoding: 'utf-8' | 'base64';
}

const CONTROLS = /[^\P{Cc}\t\r\n]/u;

/** A body as it came. */
export function shownBody(request: EchoedRequest): ShownBody {
  const text = textOf(request);
  return text === null ? { text: request.body.toString('base64'), encoding: 'base64' } : { text, encoding: 'utf-8' };
}

/** Longer texts are shown as they came: a line for each value may take a hundred times as much. */
const MAX_INDENTED = 16 * 1024;

/** JSON with a line for each value and every digit as it came; `null` for what is no JSON, too long, or not whole. */
export function indentedJson({ body, size }: EchoedRequest, text: string): string | null {
  if (size > body.length || text.length > MAX_INDENTED || !/^\s*[[{]/.test(text)) return null;
  try {
    parseJson(text); // refuses what is nested deeper than is read anywhere
    return stringify(parse(text), null, 2) ?? null;
  } catch {
    return null; // it is shown as it came
  }
}

function textOf({ body, size }: EchoedRequest): string | null {
  try {
    // As a stream the decoder keeps back the half of a character that a cut may leave.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body, { stream: size > body.length });
    return CONTROLS.test(text) ? null : text;
  } catch {
    return null;
  }
}
