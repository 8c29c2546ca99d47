import type { Destination } from '../catalogue.js';

/** The stand-in operator as one brand sees it: at `OPERATOR_URL`, with the brand's own key. */
export function sampleDestinations(brand: string, environment: NodeJS.ProcessEnv): readonly Destination[] {
  return [
    {
      name: 'operator',
      url: environment['OPERATOR_URL'] ?? 'http://127.0.0.1:8090',
      auth: { kind: 'api-key', header: 'x-api-key', secret: { env: `${brand.toUpperCase()}_OPERATOR_KEY` } },
      headers: {},
      timeout: 10_000,
    },
  ];
}
