import { validateHeaderName, validateHeaderValue } from 'node:http';
import { judgeOptions } from '../../catalogue/lookup/propose-mapping.js';
import { readBody } from '../../outbound/answer/read-body.js';
import { askByHand } from '../http/ask-by-hand.js';
import type { Terminal } from '../terminal.js';

const ANSWER_TIME_MS = 10_000;

/**
 * Asks a URL and tells whether dropdowns can be filled from its answer: a mapping to be pasted goes to the output, what
 * is said about it beside it. Whether it can be used.
 * @throws Error when the URL or a header is none
 */
export async function checkOptionsAt(
  written: string,
  headers: readonly string[],
  { say, complain }: Terminal,
): Promise<boolean> {
  const result = await askByHand(urlOf(written), headersOf(headers), ANSWER_TIME_MS);
  if (result.kind === 'failed') {
    complain(`it can't be asked: ${result.message}`);
    return false;
  }
  if (result.garbled !== null) {
    complain(`its answer can't be read: ${result.garbled}`);
    return false;
  }
  const judged = judgeOptions(readBody(result.bodyText), result.status);
  switch (judged.kind) {
    case 'fits':
      say(`it fits the standard envelope: ${options(judged.count)}`);
      if (judged.note !== null) complain(judged.note);
      return true;
    case 'mapped':
      complain(`it is no standard envelope: ${judged.reason}`);
      complain(`with this in its definition in lookups.yaml it serves unchanged: ${options(judged.count)}`);
      say(judged.yaml);
      return true;
    case 'unfit':
      complain(`it is no standard envelope { Data: [{ text, value }], Success, Errors }: ${judged.reason}`);
      if (judged.nearest !== null) {
        complain(`the likeliest mapping, ${judged.nearest.yaml.replaceAll('\n', ', ')}: ${judged.nearest.reason}`);
      }
      return false;
  }
}

function urlOf(written: string): URL {
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Error('the URL must be http(s)://host/path');
  if (url.username + url.password === '') return url;
  throw new Error("the URL holds a user or password: take them out, and give --header 'Authorization: Basic …'");
}

function headersOf(written: readonly string[]): Record<string, string> {
  const pairs = written.map((header, index): [string, string] => {
    const colon = header.indexOf(':');
    const pair: [string, string] = [header.slice(0, colon).trim().toLowerCase(), header.slice(colon + 1).trim()];
    try {
      validateHeaderName(pair[0]);
      validateHeaderValue(...pair);
      return pair;
    } catch {
      // What was written may be a secret.
      throw new Error(`--header number ${index + 1} is no header: write --header 'Name: value'`);
    }
  });
  return Object.fromEntries(pairs);
}

function options(count: number): string {
  if (count === 0) return 'an empty list, so nothing can be said about its items';
  return count === 1 ? '1 option' : `${count} options`;
}
