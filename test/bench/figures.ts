import type { Measured } from './aims.js';
import type { Block } from './measure.js';

/** The value below which `percent` of the values lie (nearest rank). */
export function percentileOf(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentileOf(values, 50);
}

/** The figures of a contender's blocks: medians over the blocks. */
export function figuresOf(blocks: readonly Block[]): Record<string, number> {
  return {
    'journeys per second': median(blocks.map((block) => (block.journeys * 1000) / block.wall)),
    'worker CPU-ms per journey': median(blocks.map((block) => block.workerCpu / block.journeys)),
    'server CPU-ms per journey': median(blocks.map((block) => block.serverCpu / block.journeys)),
    'CPU-ms per journey': median(blocks.map((block) => (block.workerCpu + block.serverCpu) / block.journeys)),
  };
}

/** The figures of a contender's latencies. */
export function latencyFigures(times: readonly number[]): Record<string, number> {
  return Object.fromEntries(
    [50, 95, 99].map((percent) => [`event to callback p${percent}, ms`, percentileOf(times, percent)]),
  );
}

/** A Markdown table of both contenders' figures and their ratio; the figures of ours, and each ratio as `NAME, ratio`. */
export function beside(
  ours: Record<string, number>,
  theirs: Record<string, number>,
  [our, their]: readonly [string, string],
): Measured {
  const rows = Object.entries(ours).map(([name, value]) => {
    const other = theirs[name] ?? Number.NaN;
    return `| ${name} | ${round(value)} | ${round(other)} | ${round(value / other)} |`;
  });
  const ratios = Object.entries(ours).map(([name, value]) => [`${name}, ratio`, value / (theirs[name] ?? Number.NaN)]);
  const table = [`| | ${our} | ${their} | ${our} / ${their} |`, '|---|---:|---:|---:|', ...rows].join('\n');
  return { table, figures: { ...ours, ...(Object.fromEntries(ratios) as Record<string, number>) } };
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
