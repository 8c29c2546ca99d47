import { watch } from 'chokidar';
import type { JourneyEntry } from '../../workflows/contracts/runs/journey-entry.js';
import type { Catalogue } from '../catalogue.js';
import { CatalogueInvalid, faultLine } from './faults.js';
import { loadCatalogue } from './load.js';

/** Quiet time before the folder is read again, in milliseconds: an editor saves several files. */
const QUIET_MS = 200;

/** A catalogue that follows its folder. */
export interface OpenCatalogue {
  /** The catalogue in use. Ask for it each time. */
  current(): Catalogue;
  /** Since when what the folder holds has been refused, ISO 8601; `null` while it is in use. */
  refusedSince(): string | null;
  /** Stops following; the catalogue in use stays as it is. */
  close(): Promise<void>;
}

export interface CatalogueLog {
  info(about: object, message: string): void;
  error(about: object, message: string): void;
}

/** Reactions of a process to a changed folder. */
export interface CatalogueOptions {
  readonly log: CatalogueLog;
  readonly environment?: NodeJS.ProcessEnv;
  /** Called with each catalogue that takes another's place. */
  readonly onChange?: (catalogue: Catalogue) => void;
  /** Called each time that a changed folder is refused, with the catalogue that goes on. */
  readonly onRefused?: (running: Catalogue) => void;
}

/**
 * Loads the catalogue in a folder and reloads it when the folder changes, also for a new brand. A catalogue with faults
 * is logged and refused; the last valid one stays in use.
 * @throws CatalogueInvalid if the first one has faults
 */
export function openCatalogue(
  folder: string,
  entries: readonly JourneyEntry[],
  { log, environment = process.env, onChange, onRefused }: CatalogueOptions,
): OpenCatalogue {
  let current = loadCatalogue(folder, entries, environment);
  let refused = '';
  let refusedSince: string | null = null;
  let timer: NodeJS.Timeout | undefined;

  function reload(): void {
    let next: Catalogue;
    try {
      next = loadCatalogue(folder, entries, environment);
    } catch (error) {
      refuse(error);
      return;
    }
    refused = '';
    refusedSince = null;
    if (next.hash === current.hash) return;
    const before = current.hash;
    current = next;
    log.info({ catalogue: next.hash, before, brands: [...next.brands.keys()] }, 'the catalogue has changed');
    onChange?.(next);
  }

  function refuse(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (message === refused) return;
    refused = message;
    refusedSince ??= new Date().toISOString();
    const faults = error instanceof CatalogueInvalid ? error.faults.map(faultLine) : [message];
    log.error({ faults, catalogue: current.hash }, 'the changed catalogue is refused: the one from before goes on');
    onRefused?.(current);
  }

  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(reload, QUIET_MS);
  };
  const watcher = watch(folder, { ignoreInitial: true });
  // `ready` too: what changed between the first reading and now is not told.
  watcher.on('all', soon).on('ready', soon);
  watcher.on('error', (error) => log.error({ err: error }, 'the catalogue is not watched: restart to see changes'));
  return {
    current: () => current,
    refusedSince: () => refusedSince,
    close: async () => {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
