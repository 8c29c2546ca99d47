import type { HistoryAndWorkflowId } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { type InjectedSinks, type ReplayResult, Worker } from '@temporalio/worker';
import { STORY_REPLAY, STORY_SINK, type StoryLine } from '../../workflows/contracts/runs/story.js';

/** The replay of one history by one build. */
export interface Replayed {
  readonly story: readonly StoryLine[];
  /** Why the build can't go on with the run; `null` if it can. */
  readonly failure: string | null;
}

type History = HistoryAndWorkflowId['history'];

type StorySinks = Record<typeof STORY_SINK, { tell(line: StoryLine): void }>;

/**
 * Replays histories on one bundle of workflows, one after another, and collects the story that each tells. Only one
 * history is in memory. Close it at the end.
 */
export class Replayer {
  readonly #results: AsyncIterator<ReplayResult>;
  #story: StoryLine[] = [];
  #next: HistoryAndWorkflowId | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** `codePath` is the bundle's file. The converter must fit the bundle, as in a worker. */
  constructor(codePath: string, dataConverter: DataConverter) {
    const sinks: InjectedSinks<StorySinks> = {
      [STORY_SINK]: {
        tell: {
          fn: (_, line) => {
            this.#story.push(line);
          },
          callDuringReplay: true,
        },
      },
    };
    const replay = { sinks, replayName: STORY_REPLAY, reuseV8Context: true };
    const options = { workflowBundle: { codePath }, dataConverter, ...replay };
    this.#results = Worker.runReplayHistories(options, this.#histories())[Symbol.asyncIterator]();
  }

  /** Replays one history. Rejects only if the bundle itself can't be used. */
  replay(workflowId: string, history: History): Promise<Replayed> {
    const mine = this.#turn.then(async () => {
      this.#story = [];
      this.#next = { workflowId, history };
      const result = await this.#results.next();
      if (result.done === true) throw new Error('the replay was closed');
      const { error } = result.value;
      return { story: this.#story, failure: error === undefined ? null : error.message };
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#turn;
    await this.#results.next();
  }

  /** The SDK asks for a history only when a result is wanted, which `replay` does one at a time. */
  async *#histories(): AsyncGenerator<HistoryAndWorkflowId> {
    while (!this.#closed && this.#next !== null) {
      const history = this.#next;
      this.#next = null;
      yield history;
    }
  }
}
