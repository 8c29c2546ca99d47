import type { ChangedText } from '../../worker/replay/changed-texts.js';
import type { Finding, GateReport, JourneyReport } from '../../worker/replay/report.js';

const WORDS = {
  safe: 'safe',
  breaks: 'breaks',
  changes: 'changes silently',
  unchecked: 'not checked',
} as const;

/** The report as lines for people: each journey with its findings, what is missing, old changes, and the verdict. */
export function linesOf(report: GateReport): string[] {
  const { journeys, lacks, changed } = report;
  return [
    ...(journeys.length === 0 ? ['no open runs'] : journeys.flatMap(journeyLines)),
    ...lacks.map((sentence) => `lacks: ${sentence}`),
    ...changed.map((one) => changedLine(one, report.complete)),
    `verdict: ${WORDS[report.verdict]}`,
  ];
}

function journeyLines({ journey, verdict, open, replayed, findings }: JourneyReport): string[] {
  const runs = open === replayed ? counted(open) : `${replayed} of ${counted(open)}`;
  return [`${journey}: ${WORDS[verdict]} (${runs})`, ...findings.flatMap(findingLines)];
}

function findingLines({ verdict, reason, fix, runs, examples, running, next }: Finding): string[] {
  return [
    `  ${WORDS[verdict]} in ${counted(runs)}, such as ${examples[0] ?? ''}: ${reason}`,
    ...(running === null ? [] : [`    running  ${running.place}  ${running.code}`]),
    ...(next === null ? [] : [`    new      ${next.place}  ${next.code}`]),
    `    fix      ${fix}`,
  ];
}

function changedLine({ text, old, marked }: ChangedText, complete: boolean): string {
  const name = `j.changed('${text}')`;
  if (old > 0) return `${name}: ${counted(old)} still go the old way`;
  if (!complete) return `${name}: not needed by the runs that were replayed; --all says if it can be deleted`;
  if (marked > 0)
    return `${name}: no run goes the old way; keep the call until ${counted(marked)} that passed it have closed`;
  return `${name}: no open run needs it: delete it with its old steps`;
}

function counted(runs: number): string {
  return runs === 1 ? '1 run' : `${runs} runs`;
}
