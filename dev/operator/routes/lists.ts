import { Router } from 'express';
import { json, send, succeeded, type Answer } from '../answer.js';

type Options = Record<string, string>[];

/** The bonuses of each brand, by value. */
const BONUSES: ReadonlyMap<string, Options> = new Map([
  [
    'lucky',
    [
      { text: 'Welcome 50', value: 'W50' },
      { text: 'Reload 25', value: 'R25' },
      { text: 'Refer a friend 20', value: 'RAF20' },
    ],
  ],
  [
    'royal',
    [
      { text: 'Royal Welcome 100', value: 'RW100' },
      { text: 'Crown Cashback 10', value: 'CC10' },
    ],
  ],
]);

const GAMES: Options = [
  { text: 'Book of Gold', value: 'book-of-gold', provider: 'Northlight' },
  { text: 'Roulette "Live"', value: 'roulette-live', provider: 'Saltmarsh' },
  { text: 'Fruit Storm', value: 'fruit-storm', provider: 'Northlight' },
];

const LANGUAGES: Options = [
  { text: 'English', value: 'en' },
  { text: 'Deutsch', value: 'de' },
  { text: 'Svenska', value: 'sv' },
  { text: 'Português', value: 'pt' },
];

const TAGS: Options = [
  { text: 'VIP', value: 'vip' },
  { text: 'At risk', value: 'at-risk' },
  { text: 'New player', value: 'new-player' },
  { text: 'Depositor', value: 'depositor' },
];

/**
 * Serves option lists for dropdowns: `{ "Data": [{ text, value }], "Success", "Errors" }`, some items with extra keys.
 */
export function listRoutes(): Router {
  const routes = Router();
  routes.get('/bonus/list', (request, response) =>
    send(response, bonuses(request.query['brand'] as string | string[] | undefined)),
  );
  routes.get('/games', (request, response) => {
    const { provider } = request.query;
    send(response, succeeded(GAMES.filter((game) => provider === undefined || game['provider'] === provider)));
  });
  routes.get('/languages', (_request, response) => send(response, succeeded(LANGUAGES)));
  routes.get('/tags', (_request, response) => send(response, succeeded(TAGS)));
  return routes;
}

/**
 * Returns all bonuses if no brand is given. An unknown brand fails as with some operators: 200 and `Success: false`.
 */
function bonuses(brand: string | string[] | undefined): Answer {
  if (brand === undefined) return succeeded([...BONUSES.values()].flat());
  const list = BONUSES.get(brand.toString());
  if (list) return succeeded(list);
  const problem = `brand: must be one of ${[...BONUSES.keys()].join(', ')}, not "${brand.toString()}"`;
  return json({ Data: [], Success: false, Errors: [problem] });
}
