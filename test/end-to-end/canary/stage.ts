import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTestOperator, type TestOperator } from '../../support/operator.js';
import { freshNamespace, type TestNamespace } from '../../support/temporal.js';
import { buildProduct } from '../build.js';
import { freePorts, type Product, startProduct } from '../product.js';
import { type Canaries, makeCanaries } from './canaries.js';
import { writeCatalogue } from './catalogue.js';
import { type Mirror, startMirror } from './mirror.js';

/** What products full of canaries run on: a build, a catalogue, an operator, and another side that repeats all. */
export interface Stage {
  readonly folder: string;
  readonly catalogue: string;
  readonly canaries: Canaries;
  readonly operator: TestOperator;
  readonly mirror: Mirror;
  /** Starts the build over a namespace of its own; only the first one is the API that destinations lead to. */
  start(more?: Readonly<Record<string, string>>): Promise<Staged>;
  close(): Promise<void>;
}

/** A product, and what Temporal keeps of it. */
export interface Staged {
  readonly product: Product;
  readonly namespace: TestNamespace;
  close(): Promise<void>;
}

/** Prepares everything that is needed but the products. */
export async function setStage(): Promise<Stage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'waypost-canary-'));
  const [build, catalogue] = [path.join(folder, 'build'), path.join(folder, 'catalogue')];
  const built = buildProduct(build);
  const [operator, canaries] = await Promise.all([startTestOperator(), makeCanaries(folder)]);
  const { TOKEN_OAUTH = '', TOKEN_FORM = '', TOKEN_UNIBO = '', TOKEN_HELD = '' } = canaries.secrets;
  const tokens = { oauth: TOKEN_OAUTH, form: TOKEN_FORM, unibo: TOKEN_UNIBO, held: TOKEN_HELD };
  const mirror = await startMirror(canaries, tokens);
  const ports = [await freePorts(), await freePorts()];
  await writeCatalogue(catalogue, canaries, { mirror, api: `http://127.0.0.1:${ports[0]?.api ?? 0}` });
  await built;

  async function start(more: Readonly<Record<string, string>> = {}): Promise<Staged> {
    const [namespace, on = await freePorts()] = [await freshNamespace(), ports.shift()];
    const variables = {
      ...canaries.environment,
      ...{ TEMPORAL_ADDRESS: namespace.address, TEMPORAL_NAMESPACE: namespace.namespace },
      ...{ WAYPOST_CATALOGUE: catalogue, WAYPOST_KEYS: canaries.files.keys, WAYPOST_ECHO: 'on' },
      ...{ OPERATOR_URL: operator.url, LOG_LEVEL: 'trace', ...more },
    };
    const product = await startProduct(on, variables, build);
    const close = async () => {
      await product.stop();
      await namespace.close();
    };
    return { product, namespace, close };
  }

  const close = async () => {
    await Promise.all([mirror.close(), operator.close()]);
    await rm(folder, { recursive: true });
  };
  return { folder, catalogue, canaries, operator, mirror, start, close };
}
