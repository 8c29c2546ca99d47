import type { Request } from 'express';
import { maskSecrets, NOT_KEPT } from '../../outbound/answer/mask-secrets.js';
import { Problem } from '../http/errors.js';
import { MASK, maskHeader, maskKeys, maskQuery, namesSecret } from '../http/mask-secrets.js';
import type { EchoedRequest } from './echo-store.js';
import type { KnownSecrets } from './known-secrets.js';

/** Bytes of a body that are kept: the largest body of a call. */
const MAX_KEPT_BYTES = 256 * 1024;

/** Largest body that is read. */
const MAX_READ_BYTES = 32 * 1024 * 1024;

/** Reads any request, whatever its method, content type or encoding, and masks its secrets. */
export async function readEchoed(request: Request, known: KnownSecrets): Promise<Omit<EchoedRequest, 'number'>> {
  const { kept, size } = await readBounded(request);
  const [path = '', query = ''] = request.originalUrl.split(/\?(.*)/s);
  const mask = (text: string): string => maskKeys(maskSecrets(text, known.values) ?? `(${NOT_KEPT})`);
  return {
    at: new Date().toISOString(),
    method: request.method,
    path: mask(/^\/echo-send\/[^/]+(\/.*)?$/s.exec(path)?.[1] ?? '/'),
    query: mask(maskQuery(query, (name) => known.names.has(name.toLowerCase()))),
    headers: headersOf(request).map(([name, value]) => [name, mask(maskedHeader(name, value, known))]),
    body: maskedBody(kept, mask),
    size,
  };
}

function headersOf({ rawHeaders }: Request): [string, string][] {
  return rawHeaders.flatMap((name, at) => {
    return at % 2 === 0 ? [[name.toLowerCase(), rawHeaders[at + 1] ?? ''] as [string, string]] : [];
  });
}

function maskedHeader(name: string, value: string, known: KnownSecrets): string {
  return known.names.has(name) && !namesSecret(name) ? MASK : maskHeader(name, value);
}

/** Masks secrets in a body. Leaves text that is not ASCII-compatible unchanged. */
function maskedBody(body: Buffer, mask: (text: string) => string): Buffer {
  const text = body.toString('latin1');
  const masked = mask(text);
  return masked === text ? body : Buffer.from(masked, 'latin1');
}

function readBounded(request: Request): Promise<{ readonly kept: Buffer; readonly size: number }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let [size, kept] = [0, 0];
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_READ_BYTES) {
        request.pause();
        reject(tooLarge());
      } else if (kept < MAX_KEPT_BYTES) {
        const part = chunk.subarray(0, MAX_KEPT_BYTES - kept);
        kept += part.length;
        // A copy frees the rest of the chunk.
        chunks.push(Buffer.from(part));
      }
    });
    request.once('end', () => resolve({ kept: Buffer.concat(chunks), size }));
    request.once('close', () =>
      reject(new Problem('malformed-request', 'The body ended before its Content-Length was reached: send all of it.')),
    );
    request.once('error', () => reject(new Problem('malformed-request', 'The body could not be read.')));
  });
}

function tooLarge(): Problem {
  return new Problem(
    'body-too-large',
    `The body is larger than ${MAX_READ_BYTES / 1024 / 1024} MB: send a smaller one.`,
    {
      errors: [{ field: 'body', message: `is larger than ${MAX_READ_BYTES / 1024 / 1024} MB` }],
      headers: { Connection: 'close' },
    },
  );
}
