/** The result of a row: a Markdown table, and figures that aims can name. */
export interface Measured {
  readonly table: string;
  readonly figures: Readonly<Record<string, number>>;
}

/** A figure that a row should reach. `cluster`: on Temporal 1.32, where plain rules take the fast path. */
interface Aim {
  readonly row: string;
  readonly cluster: boolean;
  readonly figure: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

const AIMS: readonly Aim[] = [
  { row: 'slice', cluster: false, figure: 'journeys per second, ratio', atLeast: 1.25 },
  { row: 'slice', cluster: false, figure: 'event to callback p50, ms, ratio', atMost: 0.6 },
  { row: 'slice', cluster: false, figure: 'event to callback p99, ms, ratio', atMost: 0.8 },
  { row: 'slice', cluster: false, figure: 'worker CPU-ms per journey, ratio', atMost: 1.15 },
  { row: 'slice', cluster: false, figure: 'CPU-ms per journey, ratio', atMost: 0.85 },
  { row: 'slice', cluster: false, figure: 'history events', atMost: 13 },
  { row: 'rule', cluster: false, figure: 'CPU-ms per journey, ratio', atMost: 0.65 },
  { row: 'rule', cluster: true, figure: 'CPU-ms per journey, ratio', atMost: 0.45 },
  { row: 'rule-alone', cluster: true, figure: 'event to callback p50, ms, ratio', atMost: 0.9 },
  { row: 'hanging', cluster: false, figure: 'p99 beside one that hangs / beside one that is answered', atMost: 1.1 },
  { row: 'down', cluster: false, figure: 'all delivered, s', atMost: 30 },
  { row: 'down', cluster: false, figure: 'requests a second while down', atMost: 1.2 },
  { row: 'templates', cluster: false, figure: 'waypost × liquidjs', atLeast: 25 },
];

/** A Markdown table of the aims of those rows that were measured, and their results. */
export function summary(measured: ReadonlyMap<string, Measured>, cluster: boolean): string {
  const lines = AIMS.filter((aim) => aim.cluster === cluster && measured.has(aim.row)).map((aim) => {
    const value = measured.get(aim.row)?.figures[aim.figure];
    if (value === undefined) throw new Error(`The row "${aim.row}" has no figure "${aim.figure}".`);
    const { atLeast = -Infinity, atMost = Infinity } = aim;
    const goal = aim.atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`;
    const met = value >= atLeast && value <= atMost ? 'yes' : 'no';
    return `| ${aim.row} | ${aim.figure} | ${goal} | ${value.toPrecision(3)} | ${met} |`;
  });
  return ['| row | aim | goal | result | met |', '|---|---|---:|---:|---|', ...lines].join('\n');
}
