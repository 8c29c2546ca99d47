import type { Client } from '@temporalio/client';
import type { Measured } from './aims.js';
import type { Arrivals } from './arrivals.js';
import { beside, figuresOf, latencyFigures } from './figures.js';
import { type Block, type Charged, measureBlock, measureHistory, measureLatency } from './measure.js';
import type { Contender } from './slice.js';

/** How much is measured. The first block of each contender warms it up and is not counted. */
export interface Size {
  readonly blocks: number;
  readonly journeys: number;
  readonly abreast: number;
  readonly samples: number;
  readonly every: number;
}

/** Where contenders run. */
export interface Place {
  readonly client: Client;
  readonly arrivals: Arrivals;
  /** The process group of each worker, and the server's. */
  readonly workers: Readonly<Record<Contender['by'], number>>;
  readonly server: number;
  readonly say: (line: string) => void;
}

/** Measures ours and a plain one in turn; a table of both, and each ratio. */
export async function compare(ours: Contender, theirs: Contender, place: Place, size: Size): Promise<Measured> {
  const { client, arrivals, workers, server, say } = place;
  const contenders = [ours, theirs];
  const blocks = new Map<Contender, Block[]>(contenders.map((contender) => [contender, []]));
  for (let block = 0; block <= size.blocks; block++) {
    for (const contender of contenders) {
      const charged: Charged = { worker: workers[contender.by], server };
      const measured = await measureBlock(contender, client, arrivals, charged, size);
      if (block > 0) blocks.get(contender)?.push(measured);
    }
    say(`${ours.name} beside ${theirs.name}: block ${block} of ${size.blocks}`);
  }
  const latencies = await measureLatency(contenders, arrivals, size);
  const figures = await Promise.all(
    contenders.map(async (contender) => {
      const { events, bytes } = await measureHistory(contender, client);
      return {
        ...figuresOf(blocks.get(contender) ?? []),
        ...latencyFigures(latencies.get(contender.name) ?? []),
        'history events': events,
        'history bytes': bytes,
      };
    }),
  );
  return beside(figures[0] ?? {}, figures[1] ?? {}, [ours.name, theirs.name]);
}
