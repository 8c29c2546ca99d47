import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freeLowPort, freePort } from '../launch/ports.js';
import { noTemporalProfile } from '../launch/no-temporal-profile.js';
import type { Compose } from './compose.js';

const HOST = '127.0.0.1';

/** Ports of this machine for the services of the compose file. */
export interface Ports {
  readonly api: number;
  readonly ui: number;
  readonly temporal: number;
  readonly database: number;
}

/** Options of environments on this machine. */
export interface NativeOptions {
  /** Takes the files that the services mount. */
  readonly folder: string;
  readonly ports: Ports;
  /** Lines for the end of the files that Temporal mounts. */
  readonly dynamicConfig: string;
}

/** Environments of the compose file's services on this machine: with names of hosts, ports and paths of their own. */
export class Native {
  readonly #compose: Compose;
  readonly #folder: string;
  readonly #ports: Ports;
  readonly #dynamicConfig: string;

  constructor(compose: Compose, { folder, ports, dynamicConfig }: NativeOptions) {
    this.#compose = compose;
    this.#folder = folder;
    this.#ports = ports;
    this.#dynamicConfig = dynamicConfig;
  }

  /** Returns a service's environment, with its own files written. */
  async environment(service: string): Promise<NodeJS.ProcessEnv> {
    const { temporal, database } = this.#ports;
    const here = new Map([
      ['postgres', HOST],
      ['5432', String(database)],
      ['temporal:7233', `${HOST}:${temporal}`],
      ['0.0.0.0', HOST],
      ...this.#compose.secrets(service),
      ...(await this.#writeConfigs(service)),
    ]);
    const { environment } = this.#compose.service(service);
    return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, here.get(value) ?? value]));
  }

  /**
   * Returns the environment of Temporal's server, whose services need eight more ports. PostgreSQL's schema holds
   * only ports below 32768.
   */
  async temporal(): Promise<NodeJS.ProcessEnv> {
    const names = ['FRONTEND_HTTP_PORT', 'FRONTEND_MEMBERSHIP_PORT'];
    for (const one of ['HISTORY', 'MATCHING', 'WORKER']) names.push(`${one}_GRPC_PORT`, `${one}_MEMBERSHIP_PORT`);
    const others = await Promise.all(names.map(async (name) => [name, String(await freeLowPort())] as const));
    return {
      ...(await this.environment('temporal')),
      FRONTEND_GRPC_PORT: String(this.#ports.temporal),
      TEMPORAL_BROADCAST_ADDRESS: HOST,
      ...Object.fromEntries(others),
    };
  }

  /** Returns the environment of one process of Waypost, which the image sets in part. */
  async waypost(service: 'api' | 'worker', name: string): Promise<NodeJS.ProcessEnv> {
    const data = path.join(this.#folder, name);
    await mkdir(data);
    const own =
      service === 'api' ? { PORT: String(this.#ports.api) } : { WORKER_METRICS_PORT: String(await freePort()) };
    const environment = await this.environment(service);
    return {
      ...noTemporalProfile(this.#folder),
      NODE_ENV: 'production',
      HOST,
      WAYPOST_DATA: data,
      ...environment,
      ...own,
    };
  }

  /** Temporal's dynamic configuration is the only file that is mounted so. */
  async #writeConfigs(service: string): Promise<(readonly [string, string])[]> {
    const configs = [...this.#compose.configs(service)];
    return Promise.all(
      configs.map(async ([target, content]) => {
        const file = path.join(this.#folder, path.posix.basename(target));
        await writeFile(file, `${content}\n${this.#dynamicConfig}`);
        return [target, file] as const;
      }),
    );
  }
}
