import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Builds the product into a new folder as `npm run build` does, but for the check of types, and without the samples. */
export async function buildProduct(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'worker'), { recursive: true });
  await symlink(path.resolve('node_modules'), path.join(folder, 'node_modules'));
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
  const compiled = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', folder, '--noCheck'];
  await Promise.all([
    run(process.execPath, [...compiled, '--sourceMap', 'false']),
    run(process.execPath, ['--import', 'tsx', 'worker/build-bundle.ts', folder]),
  ]);
}
