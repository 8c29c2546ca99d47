import { readFile } from 'node:fs/promises';

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
}

/** A line of source code that a bundle was made of. */
export interface SourceLine {
  /** `workflows/journeys/welcome.ts:12` */
  readonly place: string;
  /** The line itself, trimmed; empty if the bundle does not hold it. */
  readonly code: string;
}

/** The sources that a bundle carries in its source map. */
export class BundleSources {
  readonly #files: ReadonlyMap<string, string>;

  private constructor(files: ReadonlyMap<string, string>) {
    this.#files = files;
  }

  /** Reads a bundle's file. A bundle without a source map has no sources. */
  static async of(codePath: string): Promise<BundleSources> {
    const code = await readFile(codePath, 'utf8');
    const encoded = /\/\/# sourceMappingURL=data:[^,]*base64,([A-Za-z0-9+/=]+)\s*$/.exec(
      code.slice(mapStart(code)),
    )?.[1];
    if (encoded === undefined) return new BundleSources(new Map());
    const { sources, sourcesContent = [] } = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as SourceMap;
    return new BundleSources(new Map(sources.map((file, index) => [shortened(file), sourcesContent[index] ?? ''])));
  }

  /** Returns the line of a place in a stack, such as `/path/workflows/journeys/welcome.ts:12:5`. */
  lineAt(at: string): SourceLine {
    const [, file = at, line = '0'] = /^(.*?):(\d+)(?::\d+)?$/.exec(at) ?? [];
    const code = this.#files.get(shortened(file))?.split('\n')[Number(line) - 1] ?? '';
    return { place: `${shortened(file)}:${line}`, code: code.trim() };
  }

  /** Returns the texts of `j.changed(…)` in the journeys. */
  changedTexts(): string[] {
    const journeys = [...this.#files].filter(([file]) => file.includes('/journeys/'));
    const texts = journeys.flatMap(([, code]) => [...code.matchAll(/\.changed\(\s*(['"`])(.+?)\1/g)]);
    return [...new Set(texts.map((match) => match[2] ?? ''))];
  }
}

function mapStart(code: string): number {
  return Math.max(0, code.lastIndexOf('//# sourceMappingURL=data:'));
}

/** From the last folder `workflows` on: the same for every machine that makes a bundle. */
function shortened(file: string): string {
  const start = file.lastIndexOf('/workflows/');
  return start < 0 ? file : file.slice(start + 1);
}
