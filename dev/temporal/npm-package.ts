import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Progress, SetupError } from '../setup-error.js';
import { runProgram } from './run-program.js';

/** Unpacks a package of the npm registry into an existing folder, without its dependencies. Throws a SetupError. */
export async function unpackFromNpm(name: string, version: string, folder: string, say: Progress): Promise<void> {
  const line = `Installing ${name} ${version} from npm, once`;
  say(`${line} …`);
  const packed = await runProgram('npm', ['pack', '--pack-destination', folder, `${name}@${version}`], {
    cwd: folder,
    progress: { say, line },
  });
  const archive = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
  if (!packed.ok || archive === undefined)
    throw new SetupError(`npm has no ${name} ${version}: ${packed.output.trim()}`);
  const unpacked = await runProgram('tar', ['-xzf', archive, '--strip-components=1'], { cwd: folder });
  if (!unpacked.ok) throw new SetupError(`${archive} could not be unpacked: ${unpacked.output.trim()}`);
  await rm(path.join(folder, archive));
}
