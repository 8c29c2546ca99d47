import type { Logger } from 'pino';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { EncryptionKeys } from '../client/codec/encryption-keys.js';
import type { JourneyClient } from '../client/journey-client.js';
import type { EchoStore } from './echo/echo-store.js';
import type { Metrics } from './health/metrics.js';
import { Problem } from './http/errors.js';
import type { KeyRing } from './keys/key-ring.js';
import type { OptionReader } from './options/option-reader.js';

/** What the API works with. `catalogue` is asked for each request, since a new one may replace it. */
export interface Services {
  readonly journeys: JourneyClient;
  readonly catalogue: () => Catalogue;
  /** Since when what the catalogue's folder holds has been refused; `null` while it is in use. */
  readonly refusedSince: () => string | null;
  readonly keys: KeyRing;
  /** What payloads are decrypted with, for Temporal's UI. */
  readonly encryption: EncryptionKeys;
  /** The origins whose pages may ask for that. */
  readonly codecOrigins: readonly string[];
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Where the secrets of the catalogue are found by name. */
  readonly environment: NodeJS.ProcessEnv;
  readonly options: OptionReader;
  /** The echo service; `null` where it is off. */
  readonly echo: Echo | null;
}

/** The echo service. `isOpen`: on a machine of development, where anybody may read, and short names will do. */
export interface Echo {
  readonly store: EchoStore;
  readonly isOpen: boolean;
}

/** The echo service, or the problem of one that is off. */
export function echoOf({ echo }: Services): Echo {
  if (echo !== null) return echo;
  throw new Problem('not-found', 'The echo service is off here: WAYPOST_ECHO=on switches it on.');
}
