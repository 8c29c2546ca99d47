import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second (proc(5), `_SC_CLK_TCK`). */
const TICKS_PER_SECOND = 100;

/** CPU milliseconds (user and system) that the living processes of a process group have used so far. Linux only. */
export function cpuMilliseconds(group: number): number {
  const ticks = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => statOf(pid))
    .filter((stat) => stat?.group === group)
    .reduce((sum, stat) => sum + (stat?.ticks ?? 0), 0);
  return (ticks * 1000) / TICKS_PER_SECOND;
}

function statOf(pid: string): { readonly group: number; readonly ticks: number } | null {
  try {
    // The program's name may hold spaces and parentheses; the fields behind it count from the state on.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { group: Number(fields[2]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return null; // it has ended meanwhile
  }
}
