/** Shortest time between two lines, in milliseconds. */
const EVERY = 2_000;
const WIDTH = 20;

/**
 * Returns a function that is told after each run, and writes a line every two seconds: a bar, the runs that are done, and
 * an estimate of the time left. `now` is in milliseconds.
 */
export function progress(write: (line: string) => void, now: () => number): (done: number, total: number) => void {
  const began = now();
  let written = began;
  return (done, total) => {
    if (now() - written < EVERY) return;
    written = now();
    const filled = Math.floor((WIDTH * done) / total);
    const seconds = Math.ceil((((written - began) / done) * (total - done)) / 1_000);
    write(
      `[${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}] ${done} of ${total} runs, about ${inWords(seconds)} left`,
    );
  };
}

function inWords(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
