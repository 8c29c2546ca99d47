import type { Logger } from 'pino';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { EncryptionKeys } from '../client/codec/encryption-keys.js';
import type { JourneyClient } from '../client/journey-client.js';
import type { EchoStore } from './echo/echo-store.js';
import type { Metrics } from './health/metrics.js';
import { Problem } from './http/errors.js';
import type { KeyRing } from './keys/key-ring.js';
import type { OptionReader } from './options/option-reader.js';

/** The services that handlers use. Call `catalogue` for each request, since a new one can replace it. */
export interface Services {
  readonly journeys: JourneyClient;
  readonly catalogue: () => Catalogue;
  /** The time since which the catalogue's folder has been refused; `null` while it is in use. */
  readonly refusedSince: () => string | null;
  readonly keys: KeyRing;
  /** Decrypts payloads for Temporal's UI. */
  readonly encryption: EncryptionKeys;
  /** The origins whose pages may request decryption. */
  readonly codecOrigins: readonly string[];
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Holds the secrets that the catalogue names. */
  readonly environment: NodeJS.ProcessEnv;
  readonly options: OptionReader;
  /** The echo service; `null` where it is off. */
  readonly echo: Echo | null;
}

/** The echo service. `isOpen`: on a development machine, where anyone may read and short names are accepted. */
export interface Echo {
  readonly store: EchoStore;
  readonly isOpen: boolean;
}

/** Returns the echo service. Throws a problem if it is off. */
export function echoOf({ echo }: Services): Echo {
  if (echo !== null) return echo;
  throw new Problem('not-found', 'The echo service is off: WAYPOST_ECHO=on switches it on.');
}
