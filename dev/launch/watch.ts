import path from 'node:path';
import { watch } from 'chokidar';
import type { Progress } from '../setup-error.js';
import type { AskOpenRuns } from './ask-open-runs.js';
import type { Service } from './service.js';

/** Time to wait for further files after a change, in milliseconds. Editors and checkouts write several at once. */
const SETTLE = 150;

/** Stops watching. A reload under way ends with its service. */
export type StopWatching = () => Promise<void>;

/** Reactions to saved files. */
export interface Watching {
  readonly services: Readonly<Record<ServiceName, Pick<Service, 'reload'>>>;
  /** Asked first. After an objection the processes stay, and the files are asked about again at the next save. */
  readonly askOpenRuns: AskOpenRuns;
  readonly say: Progress;
  /** Called once a new process has taken over. */
  readonly onReplaced: (name: ServiceName) => Promise<void>;
}

/** Watches the sources below `root` and replaces the processes that use a saved file, one batch after another. */
export async function watchSources(
  root: string,
  { services, askOpenRuns, say, onReplaced }: Watching,
): Promise<StopWatching> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let reloading = Promise.resolve();

  async function reload(): Promise<void> {
    const files = [...changed];
    changed.clear();
    const affected = new Set(files.flatMap(affectedBy));
    if (affected.size === 0) return;
    const { objections, remarks } = await askOpenRuns(files);
    remarks.forEach(say);
    if (objections.length > 0) {
      for (const file of files) changed.add(file);
      say(
        [`Saved, and not taken: ${files.join(', ')}. Open runs would not go on as they do:`, ...objections].join('\n'),
      );
      say('The old build keeps running. Save a correction, or see docs/changing-a-journey.md.');
      return;
    }
    say(`Saved: ${files.join(', ')}; replacing ${[...affected].join(' and ')} …`);
    await Promise.all(
      [...affected].map(async (name) => {
        if (await services[name].reload()) await onReplaced(name);
      }),
    );
  }

  const watcher = watch(
    WATCHED.map((folder) => path.join(root, folder)),
    { ignoreInitial: true },
  );
  watcher.on('all', (_, file) => {
    const relative = path.relative(root, file).split(path.sep).join('/');
    if (affectedBy(relative).length === 0) return;
    changed.add(relative);
    clearTimeout(timer);
    timer = setTimeout(() => {
      reloading = reloading.then(reload);
    }, SETTLE);
  });
  watcher.on('error', (error) => {
    say(`Changed files are not noticed any more: ${error instanceof Error ? error.message : String(error)}`);
  });
  await new Promise<void>((resolve) => {
    watcher.once('ready', resolve);
  });
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
/** Folders with files of running processes; `npm start` watches them. */
const WATCHED = ['workflows', 'activities', 'outbound', 'templating', 'catalogue', 'client', 'worker', 'api'];

/** The processes that can be replaced. */
type ServiceName = 'worker' | 'api';

const WORKER_ONLY = ['worker/', 'activities/', 'workflows/'];
/** Folders of the worker that the API reads, too. */
const ENTRIES_AND_CONTRACTS = ['workflows/contracts/', 'workflows/journeys/'];

/** Returns the processes that use a changed file. The path is relative to the project's root, with `/`. */
export function affectedBy(file: string): ServiceName[] {
  if (!/\.(ts|mts|js|mjs|json|ya?ml|html|css)$/.test(file)) return [];
  if (file.startsWith('catalogue/samples/')) return []; // both processes follow it by themselves
  if (file.startsWith('api/')) return ['api'];
  if (ENTRIES_AND_CONTRACTS.some((folder) => file.startsWith(folder))) return ['worker', 'api'];
  if (WORKER_ONLY.some((folder) => file.startsWith(folder))) return ['worker'];
  return WATCHED.some((folder) => file.startsWith(`${folder}/`)) ? ['worker', 'api'] : [];
}
