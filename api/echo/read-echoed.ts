import type { Request } from 'express';
import { maskSecrets, NOT_KEPT } from '../../outbound/answer/mask-secrets.js';
import { Problem } from '../http/errors.js';
import { MASK, maskHeader, maskKeys, maskQuery, namesSecret } from '../http/mask-secrets.js';
import type { EchoedRequest } from './echo-store.js';
import type { KnownSecrets } from './known-secrets.js';

/** How much of a body is kept: as much as any call sends. */
const MAX_KEPT = 256 * 1024;

/** How much is listened to at all. */
const MAX_READ = 32 * 1024 * 1024;

/** Reads a request whatever its method, content type and encoding, as bytes, and masks its secrets. */
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

/** Text without secrets; of what is no ASCII-compatible text no byte is changed. */
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
      if (size > MAX_READ) {
        request.pause();
        reject(tooLarge());
      } else if (kept < MAX_KEPT) {
        const part = chunk.subarray(0, MAX_KEPT - kept);
        kept += part.length;
        // A copy, so that the rest of the chunk is not kept alive.
        chunks.push(Buffer.from(part));
      }
    });
    request.once('end', () => resolve({ kept: Buffer.concat(chunks), size }));
    request.once('close', () =>
      reject(new Problem('malformed-request', 'The body ended before its announced length.')),
    );
    request.once('error', () => reject(new Problem('malformed-request', 'The body could not be read.')));
  });
}

function tooLarge(): Problem {
  return new Problem('body-too-large', `The body is larger than ${MAX_READ / 1024 / 1024} MB: send less.`, {
    errors: [{ field: 'body', message: `is larger than ${MAX_READ / 1024 / 1024} MB` }],
    headers: { Connection: 'close' },
  });
}
