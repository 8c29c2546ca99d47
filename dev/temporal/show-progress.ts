import type { Progress } from '../setup-error.js';

const REWRITE_MS = 1_000;
const LINE_MS = 60_000;

/** An output that a person can watch. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Shows how long a step has been running, until the returned function is called. A terminal gets one line that is
 * rewritten each second and removed at the end; elsewhere `say` gets one line per minute.
 */
export function showProgress(line: string, say: Progress, screen: Screen = process.stdout): () => void {
  const started = Date.now();
  const text = (): string => `${line} (${Math.round((Date.now() - started) / 1000)} s)`;
  const rewrites = screen.isTTY === true;
  const timer = setInterval(
    () => {
      if (rewrites) screen.write(`\r${text()}\u001b[K`);
      else say(text());
    },
    rewrites ? REWRITE_MS : LINE_MS,
  );
  return () => {
    clearInterval(timer);
    if (rewrites) screen.write('\r\u001b[K');
  };
}
