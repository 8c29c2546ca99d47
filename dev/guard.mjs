// Runs a program that knows nothing of its launcher, and stops it when the launcher asks or is gone.
// Plain JavaScript, so that it starts in no time. Usage: node guard.mjs [--uid=<user>] <program> <arguments…>, with an IPC channel.
import { spawn } from 'node:child_process';

const GRACE = 5_000;

const [first = '', ...others] = process.argv.slice(2);
const [, id] = /^--uid=(\d+)$/.exec(first) ?? [];
const [program = '', ...args] = id === undefined ? [first, ...others] : others;
const user = id === undefined ? {} : { uid: Number(id), gid: Number(id) };
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], ...user });

function stop() {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), GRACE).unref();
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('disconnect', stop);
child.once('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.once('exit', (code) => process.exit(code ?? 1));
