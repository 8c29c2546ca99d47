import path from 'node:path';
import { portFrom, requireFreePort } from './launch/ports.js';
import { SetupError } from './setup-error.js';

/** The settings of `npm start`, from the environment. */
export interface Settings {
  readonly port: number;
  readonly operatorPort: number;
  readonly temporalPort: number;
  readonly temporalUiPort: number;
  readonly workerMetricsPort: number;
  /** Absolute path of the folder for Temporal's file, the keys and the log. */
  readonly dataFolder: string;
  /** Address of a running Temporal server; `null` starts the development server. */
  readonly temporalAddress: string | null;
  readonly namespace: string;
}

interface Listener {
  readonly port: number;
  readonly variable: string;
  readonly what: string;
}

/** Reads the settings. Throws a SetupError that names the variable and the fix. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const settings: Settings = {
    port: portFrom(env, 'PORT', 8080),
    operatorPort: portFrom(env, 'OPERATOR_PORT', 8090),
    temporalPort: portFrom(env, 'TEMPORAL_PORT', 7233),
    temporalUiPort: portFrom(env, 'TEMPORAL_UI_PORT', 8233),
    workerMetricsPort: portFrom(env, 'WORKER_METRICS_PORT', 9464),
    dataFolder: path.resolve(env['WAYPOST_DATA'] || '.waypost'),
    temporalAddress: env['TEMPORAL_ADDRESS'] || null,
    namespace: env['TEMPORAL_NAMESPACE'] || 'default',
  };
  checkDistinct(listenersOf(settings));
  return settings;
}

/** Throws a SetupError for the first port that is in use. */
export async function requireFreePorts(settings: Settings): Promise<void> {
  for (const { port, variable, what } of listenersOf(settings)) await requireFreePort(port, variable, what);
}

function listenersOf(settings: Settings): Listener[] {
  const ours = [
    { port: settings.port, variable: 'PORT', what: 'the API' },
    { port: settings.operatorPort, variable: 'OPERATOR_PORT', what: 'the stand-in operator' },
    { port: settings.workerMetricsPort, variable: 'WORKER_METRICS_PORT', what: "the worker's metrics" },
  ];
  if (settings.temporalAddress !== null) return ours;
  return [
    ...ours,
    { port: settings.temporalPort, variable: 'TEMPORAL_PORT', what: 'Temporal' },
    { port: settings.temporalUiPort, variable: 'TEMPORAL_UI_PORT', what: "Temporal's web UI" },
  ];
}

function checkDistinct(listeners: readonly Listener[]): void {
  for (const [index, { port, variable }] of listeners.entries()) {
    const other = listeners.slice(0, index).find((listener) => listener.port === port);
    if (other) throw new SetupError(`${other.variable} and ${variable} are both ${port}: give each another port.`);
  }
}
