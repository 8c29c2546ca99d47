import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A file that is written by a command, by its path below the project's root. */
export interface GeneratedFile {
  readonly file: string;
  readonly content: string;
}

/** A generated file, formatted as the project's other files are. */
export async function generated(file: string, content: string): Promise<GeneratedFile> {
  const { format, resolveConfig } = await import('prettier');
  const filepath = path.join(ROOT, file);
  return { file, content: await format(content, { ...(await resolveConfig(filepath)), filepath }) };
}

/** Writes a file where it belongs. */
export async function writeGenerated({ file, content }: GeneratedFile): Promise<void> {
  const place = path.join(ROOT, file);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, content);
}
