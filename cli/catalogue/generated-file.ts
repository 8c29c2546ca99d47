import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A file that a command writes. `file` is its path below the project's root. */
export interface GeneratedFile {
  readonly file: string;
  readonly content: string;
}

/** Formats a generated file like the project's other files. */
export async function generated(file: string, content: string): Promise<GeneratedFile> {
  const { format, resolveConfig } = await import('prettier');
  const filepath = path.join(ROOT, file);
  return { file, content: await format(content, { ...(await resolveConfig(filepath)), filepath }) };
}

/** Writes a generated file to its place. */
export async function writeGenerated({ file, content }: GeneratedFile): Promise<void> {
  const place = path.join(ROOT, file);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, content);
}
