import type { BundleSources, SourceLine } from './bundle-sources.js';
import type { ChangedText } from './changed-texts.js';
import type { Judgment, RunVerdict } from './compare-stories.js';

/** From the best to the worst. The verdict on many runs is the worst on one of them. */
const VERDICTS: readonly RunVerdict[] = ['safe', 'unchecked', 'changes', 'breaks'];

const MAX_EXAMPLES = 5;

/** Something that is wrong with runs of a journey in the same way. */
export interface Finding {
  readonly verdict: Exclude<RunVerdict, 'safe'>;
  /** One sentence about the first of the runs. */
  readonly reason: string;
  readonly fix: string;
  /** Number of runs, and the ids of the first. */
  readonly runs: number;
  readonly examples: readonly string[];
  /** The lines of code at which the two builds part; `null` where there is none. */
  readonly running: SourceLine | null;
  readonly next: SourceLine | null;
}

/** The verdict on one journey; other workflows are listed by their type. */
export interface JourneyReport {
  readonly journey: string;
  readonly verdict: RunVerdict;
  /** Open runs, and how many of them were replayed. */
  readonly open: number;
  readonly replayed: number;
  readonly findings: readonly Finding[];
}

/** The verdict of the gate. */
export interface GateReport {
  readonly verdict: RunVerdict;
  readonly journeys: readonly JourneyReport[];
  /** A sentence for each thing that open runs use and the new build lacks. */
  readonly lacks: readonly string[];
  readonly changed: readonly ChangedText[];
  /** True if every open run was replayed. */
  readonly complete: boolean;
}

interface Alike {
  readonly judgment: Judgment;
  runs: number;
  readonly examples: string[];
}

interface Tally {
  replayed: number;
  readonly findings: Map<string, Alike>;
}

/** Collects the judgments on runs, journey by journey. Holds one entry for each kind of fault, not for each run. */
export class ReportTally {
  readonly #journeys = new Map<string, Tally>();

  add(journey: string, workflowId: string, judgment: Judgment): void {
    const tally: Tally = this.#journeys.get(journey) ?? { replayed: 0, findings: new Map() };
    this.#journeys.set(journey, tally);
    tally.replayed += 1;
    if (judgment.verdict === 'safe') return;
    const { verdict, running, next, reason } = judgment;
    // Deadlines and ids in a reason differ from run to run; the lines of code do not.
    const kind = [verdict, running?.at, running?.word, next?.at, next?.word, running || next ? '' : reason].join('\n');
    const known: Alike = tally.findings.get(kind) ?? { judgment, runs: 0, examples: [] };
    tally.findings.set(kind, known);
    known.runs += 1;
    if (known.examples.length < MAX_EXAMPLES) known.examples.push(workflowId);
  }

  /** `totals` counts the open runs by journey; without an entry, all were added. */
  journeys(totals: ReadonlyMap<string, number>, running: BundleSources, next: BundleSources): JourneyReport[] {
    const names = [...new Set([...totals.keys(), ...this.#journeys.keys()])].sort();
    return names.map((journey) => {
      const { replayed, findings }: Tally = this.#journeys.get(journey) ?? { replayed: 0, findings: new Map() };
      const listed = [...findings.values()].map(toFinding);
      const verdict = worst(listed.map((finding) => finding.verdict));
      return { journey, verdict, open: totals.get(journey) ?? replayed, replayed, findings: listed };
    });

    function toFinding({ judgment, runs, examples }: Alike): Finding {
      const { verdict, reason, fix } = judgment;
      const lines = {
        running: judgment.running?.at ? running.lineAt(judgment.running.at) : null,
        next: judgment.next?.at ? next.lineAt(judgment.next.at) : null,
      };
      return { verdict: verdict as Finding['verdict'], reason, fix, runs, examples, ...lines };
    }
  }
}

/** Returns the worst of some verdicts; `safe` if there is none. */
export function worst(verdicts: readonly RunVerdict[]): RunVerdict {
  return VERDICTS[Math.max(0, ...verdicts.map((verdict) => VERDICTS.indexOf(verdict)))] ?? 'safe';
}
