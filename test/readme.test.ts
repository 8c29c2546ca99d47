import { access, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };
const prose = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...(await markdownIn('docs'))];

async function markdownIn(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true });
  return files.filter((file) => file.endsWith('.md')).map((file) => path.posix.join(folder, file));
}

/** The scripts that a text tells the reader to run: `npm run x`, `npm start`, `npm test`. */
function scriptsNamedIn(text: string): string[] {
  return [...text.matchAll(/\bnpm (?:run ([a-z][\w:-]*)|(start|test)\b)/g)].map((match) => match[1] ?? match[2]!);
}

/** Link targets inside the repository, without those in code. */
function relativeLinksIn(text: string): string[] {
  const outsideCode = text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
  const targets = [...outsideCode.matchAll(/\]\(([^)\s]+)/g)].map((match) => match[1]!);
  return targets.filter((target) => !/^([a-z]+:|#)/.test(target));
}

describe.each(prose)('%s', (file) => {
  it('names only npm scripts that exist', async () => {
    for (const script of scriptsNamedIn(await readFile(file, 'utf8'))) expect(scripts).toHaveProperty([script]);
  });

  it('links only to files that exist', async () => {
    for (const target of relativeLinksIn(await readFile(file, 'utf8'))) {
      await access(path.join(path.dirname(file), target.replace(/#.*$/, '')));
    }
  });
});

describe('the prose checks', () => {
  it('see scripts and links', () => {
    expect(scriptsNamedIn('`npm start`, then `npm run test:run` or npm test.')).toEqual(['start', 'test:run', 'test']);
    expect(relativeLinksIn('[a](docs/a.md#b) [c](https://x.y) [d](#d) `[e](e.md)`')).toEqual(['docs/a.md#b']);
  });
});

describe('README.md', () => {
  it('stays under 150 lines', async () => {
    expect((await readFile('README.md', 'utf8')).split('\n').length).toBeLessThan(150);
  });
});
