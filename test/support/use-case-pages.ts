import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of the use cases' pages. */
export const USE_CASES = path.resolve('docs/use-cases');

/** A `curl` line of a page. */
export interface PageRequest {
  readonly method: string;
  /** Without the origin: `/v1/events`. */
  readonly path: string;
  readonly to: 'api' | 'operator';
  readonly key: string | null;
  /** What is sent, its times filled in as a shell would. */
  readonly body: string;
}

/** What a page says leaves: `POST /bonus/cancel`, and the body as it stands there. */
export interface PageCallback {
  readonly line: string;
  readonly body: string;
}

/** A part of a page, under a heading of its own: what is sent, and what leaves then. */
export interface PageSection {
  readonly page: string;
  readonly heading: string;
  readonly requests: readonly PageRequest[];
  readonly callbacks: readonly PageCallback[];
}

/** The pages, without the index. */
export function pageNames(): string[] {
  return readdirSync(USE_CASES).filter((name) => name.endsWith('.md') && name !== 'README.md');
}

/** The parts of all pages that send something. */
export function pageSections(): PageSection[] {
  return pageNames().flatMap((page) => {
    const parts = readFileSync(path.join(USE_CASES, page), 'utf8').split(/^#{1,2} /m);
    const sections = parts.map((part) => sectionOf(page, part));
    return sections.filter(({ requests }) => requests.length > 0);
  });
}

function sectionOf(page: string, part: string): PageSection {
  const blocks = [...part.matchAll(/^```(\w+)\n(.*?)\n```$/gms)];
  const of = (language: string) => blocks.filter((block) => block[1] === language).map((block) => block[2] ?? '');
  return {
    page,
    heading: part.split('\n')[0] ?? '',
    requests: of('sh').map(requestOf),
    callbacks: of('http').map((text) => {
      const [line = '', body = ''] = text.split(/\n\n(.*)/s);
      return { line, body };
    }),
  };
}

const CURL =
  /^curl (?:-X (?<method>[A-Z]+) )?http:\/\/127\.0\.0\.1:(?<port>8080|8090)(?<path>\S+)(?: -H 'X-Api-Key: (?<key>\w+)')? --json @- <<EOF\n(?<body>.*)\nEOF$/s;

function requestOf(block: string): PageRequest {
  const { method = 'POST', port, path: place = '', key = null, body = '' } = CURL.exec(block)?.groups ?? {};
  if (port === undefined) throw new Error(`is no curl line as the pages have them: ${block}`);
  const to = port === '8080' ? 'api' : 'operator';
  return { method, path: place, to, key, body: withTimes(body) };
}

function withTimes(body: string): string {
  const before = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString().replace(/\.\d+Z/, 'Z');
  return body.replaceAll('$(date -u +%FT%TZ)', before(0)).replaceAll("$(date -u -d '1 hour ago' +%FT%TZ)", before(1));
}
