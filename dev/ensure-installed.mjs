// Runs before `npm start`: checks Node and installs what package-lock.json asks for. Needs nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST = [20, 19];
const root = fileURLToPath(new URL('..', import.meta.url));

checkNode();
if (!isInstalled()) install();

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  fail(`Waypost needs Node ${OLDEST.join('.')} or later and this is ${process.versions.node}: install a newer Node.`);
}

/** npm keeps beside the packages what it has installed: the same entries as the lock file, less what it left out. */
function isInstalled() {
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const present = packagesOf(installed);
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '') return true;
    const found = present[name];
    return found === undefined ? entry.optional || entry.peer : found.version === entry.version;
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch (error) {
    return fail(`${path.basename(file)} can't be read (${error.message}): restore it, or delete node_modules.`);
  }
}

function install() {
  console.log('Installing packages (npm ci), once …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  fail('npm ci did not succeed; its output above says why: mend that and start again.');
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
