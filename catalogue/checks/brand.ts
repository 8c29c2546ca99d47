import type { BrandCatalogue } from '../catalogue.js';
import type { Issue } from '../read/issues.js';
import { guardIssues } from './guard.js';
import { type Declared, referenceIssues } from './references.js';

/** Less than the 30 days that the namespace keeps histories, so that a repeat of an event still finds its run. */
const LONGEST_WINDOW = 29 * 86_400_000;

/** What is wrong with a brand itself. */
export function brandIssues(brand: BrandCatalogue, declared: Declared): Issue[] {
  const { operatorApi, playerState, eventWindow } = brand;
  const issues: Issue[] = [];
  if (eventWindow > LONGEST_WINDOW) {
    issues.push({
      path: ['eventWindow'],
      message: 'is longer than 29 days: a repeat would find no trace of the first one',
    });
  }
  if (operatorApi !== null) {
    issues.push(
      ...referenceIssues(brand, declared, 'destinations', operatorApi.destination, ['operatorApi', 'destination']),
    );
  }
  if (playerState !== null) {
    issues.push(...referenceIssues(brand, declared, 'lookups', playerState, ['playerState']));
    const needed = Object.entries(brand.lookups.get(playerState)?.params ?? {}).find(([, param]) => param.required);
    if (needed !== undefined) {
      issues.push({
        path: ['playerState'],
        message: `names a lookup that needs "${needed[0]}": it must do with the player alone`,
      });
    }
  }
  const guards = [...brand.guards.values()].flatMap((guard) => guardIssues(brand, guard, declared));
  return [...issues, ...guards, ...sharedTypes(brand)];
}

/** Two actions of one notification type could not be told apart. */
function sharedTypes(brand: BrandCatalogue): Issue[] {
  const actions = [...brand.actions.values()];
  return actions.flatMap(({ name, notificationType }, index) => {
    const first = actions.slice(0, index).find((other) => other.notificationType === notificationType);
    if (first === undefined) return [];
    return [
      {
        path: [],
        message: `has two actions of the notification type ${notificationType}, ${first.name} and ${name}: give one another`,
      },
    ];
  });
}
