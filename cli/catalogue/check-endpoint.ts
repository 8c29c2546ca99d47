import { validateHeaderName, validateHeaderValue } from 'node:http';
import { judgeOptions } from '../../catalogue/lookup/propose-mapping.js';
import { readBody } from '../../outbound/answer/read-body.js';
import { askByHand } from '../http/ask-by-hand.js';
import type { Terminal } from '../terminal.js';

const ANSWER_TIME_MS = 10_000;

/**
 * Asks a URL and checks that its answer can fill a dropdown. Prints a mapping to paste if it needs one. Returns true if
 * the endpoint can be used.
 * @throws Error if the URL or a header is invalid
 */
export async function checkOptionsAt(
  written: string,
  headers: readonly string[],
  { say, complain }: Terminal,
): Promise<boolean> {
  const result = await askByHand(urlOf(written), {
    method: 'GET',
    headers: headersOf(headers),
    body: null,
    within: ANSWER_TIME_MS,
  });
  if (result.kind === 'failed') {
    complain(`can't reach the endpoint: ${result.message}`);
    return false;
  }
  if (result.garbled !== null) {
    complain(`can't read the answer: ${result.garbled}`);
    return false;
  }
  const judged = judgeOptions(readBody(result.bodyText), result.status);
  switch (judged.kind) {
    case 'fits':
      say(`the answer is the standard envelope: ${options(judged.count)}`);
      if (judged.note !== null) complain(judged.note);
      return true;
    case 'mapped':
      complain(`the answer is not the standard envelope: ${judged.reason}`);
      complain(`with this mapping in lookups.yaml the endpoint works unchanged: ${options(judged.count)}`);
      say(judged.yaml);
      return true;
    case 'unfit':
      complain(
        `the answer is not the standard envelope { Data: [{ text, value }], Success, Errors }: ${judged.reason}`,
      );
      if (judged.nearest !== null) {
        complain(
          `the most likely mapping is ${judged.nearest.yaml.replaceAll('\n', ', ')}, but ${judged.nearest.reason}`,
        );
      }
      return false;
  }
}

function urlOf(written: string): URL {
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Error('the URL must be http(s)://host/path');
  if (url.username + url.password === '') return url;
  throw new Error("the URL has a user or password: remove them, and give --header 'Authorization: Basic …'");
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
      // The header can be a secret.
      throw new Error(`--header number ${index + 1} is invalid: write --header 'Name: value'`);
    }
  });
  return Object.fromEntries(pairs);
}

function options(count: number): string {
  if (count === 0) return 'an empty list, so its items can not be checked';
  return count === 1 ? '1 option' : `${count} options`;
}
