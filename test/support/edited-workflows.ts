import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflows } from '../../worker/workflow-source.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** An edit of one file under `workflows/`: each text, which must be there, and what takes its place. */
export type Edit = Readonly<Record<string, readonly (readonly [string, string])[]>>;

/** Bundles the workflows after an edit, as a developer's checkout would. Returns the bundle's path; `remove` deletes it. */
export async function bundleEdited(edit: Edit): Promise<{ readonly codePath: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'waypost-edited-'));
  await cp(path.join(ROOT, 'workflows'), path.join(folder, 'workflows'), { recursive: true });
  await cp(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'));
  await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  for (const [name, changes] of Object.entries(edit)) {
    const file = path.join(folder, 'workflows', name);
    let text = await readFile(file, 'utf8');
    for (const [before, after] of changes) {
      if (!text.includes(before)) throw new Error(`${name} does not hold: ${before}`);
      text = text.replace(before, () => after);
    }
    await writeFile(file, text);
  }
  const workflowsPath = path.join(folder, 'workflows', 'index.ts');
  const code = await bundleWorkflows(workflowsPath);
  const codePath = path.join(folder, 'workflow-bundle.js');
  await writeFile(codePath, code);
  return { codePath, remove: () => rm(folder, { recursive: true }) };
}
