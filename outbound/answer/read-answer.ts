import { addAbortSignal, type Readable } from 'node:stream';
import type { AxiosResponse } from 'axios';
import type { RequestResult } from '../request/result.js';
import { decodeBody } from './decode-body.js';

const MAX_BYTES = 1024 * 1024;

/** Reads an answer whose head has come, up to 1 MB of its body once decompressed: the end of a longer one is not awaited. */
export async function readAnswer(response: AxiosResponse<Readable>, signal: AbortSignal): Promise<RequestResult> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of addAbortSignal(signal, response.data) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BYTES) {
      const message = `${response.status} came with more than ${MAX_BYTES / 1024} kB: make it answer with less, for example by a param that narrows a list`;
      return { kind: 'failed', what: 'too-large', written: true, message };
    }
  }
  const headers = Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  const byName = Object.fromEntries(headers) as Record<string, string>;
  const { text, garbled } = decodeBody(Buffer.concat(chunks), byName['content-type']);
  return { kind: 'answer', status: response.status, headers: byName, bodyText: text, garbled };
}
