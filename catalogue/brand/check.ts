import { NAME } from '../../workflows/contracts/names.js';
import type { JourneyEntry } from '../../workflows/contracts/runs/journey-entry.js';
import { actionIssues } from '../action/check.js';
import { destinationIssues } from '../destination/check.js';
import { eventIssues } from '../event/check.js';
import { guardIssues } from '../guard/check.js';
import { journeyIssues } from '../journey/check.js';
import type { Section, UnplacedFault } from '../load/faults.js';
import type { Issue } from '../load/issues.js';
import { type Declared, referenceIssues } from '../load/references.js';
import { lookupIssues, optionListIssues } from '../lookup/check.js';
import { ruleIssues } from '../rule/check.js';
import { sharedLimitFindings } from '../send-conditions/check.js';
import { sourceIssues } from '../source/check.js';
import type { BrandCatalogue } from './definition.js';

/** Less than the 30 days that the namespace keeps histories, so that a repeat of an event still finds its run. */
const LONGEST_WINDOW = 29 * 86_400_000;

function brandIssues(brand: BrandCatalogue, declared: Declared): Issue[] {
  const { operatorApi, playerState, eventWindow } = brand;
  const issues: Issue[] = [];
  if (eventWindow > LONGEST_WINDOW) {
    issues.push({
      path: ['eventWindow'],
      message: 'must be at most 29 days: Temporal drops older runs, so a repeated event would count as new',
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
        message: `names a lookup that needs "${needed[0]}": use one without required params`,
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
        message: `has two actions with the notification type ${notificationType}, ${first.name} and ${name}: change one of them`,
      },
    ];
  });
}

/** Everything that is wrong with brands whose definitions have the right shape. `declared` knows also faulty ones. */
export function checkBrands(
  brands: readonly BrandCatalogue[],
  entries: readonly JourneyEntry[],
  declared: Declared,
): UnplacedFault[] {
  return [
    ...nameFindings(brands),
    ...brands.flatMap((brand) => {
      const about = (section: Section, issues: readonly Issue[], name?: string): UnplacedFault[] =>
        issues.map(({ path, message }) => ({
          brand: brand.brand,
          section,
          path: name === undefined ? path : [name, ...path],
          message,
        }));
      const each = <T>(
        section: Section,
        definitions: ReadonlyMap<string, T>,
        check: (one: T) => Issue[],
      ): UnplacedFault[] =>
        [...definitions].flatMap(([name, one]) => about(section, [...nameIssues(section, name), ...check(one)], name));
      return [
        ...about('brand', brandIssues(brand, declared)),
        ...each('events', brand.events, eventIssues),
        ...each('destinations', brand.destinations, destinationIssues),
        ...each('actions', brand.actions, (action) => actionIssues(brand, action, declared)),
        ...sharedLimitFindings(brand),
        ...each('lookups', brand.lookups, (lookup) => lookupIssues(brand, lookup, declared)),
        ...each('lookups', brand.optionLists, (list) => optionListIssues(brand, list, declared)),
        ...[...brand.journeys].flatMap(([name, switches]) =>
          about('journeys', journeyIssues(brand, { name, switches }, entries, declared), name),
        ),
        ...each('rules', brand.rules, (rule) => ruleIssues(brand, rule, declared)),
        ...each('sources', brand.sources, sourceIssues),
      ];
    }),
  ];
}

/** Each name and origin stands for one brand, whatever its case. */
function nameFindings(brands: readonly BrandCatalogue[]): UnplacedFault[] {
  const owners = new Map<string, string>();
  const findings: UnplacedFault[] = [];
  for (const { brand } of brands) {
    if (owners.has(brand)) findings.push(twice(brand, [], brand));
    if (!NAME.test(brand)) findings.push({ brand, section: 'brand', path: [], message: `"${brand}" ${NO_NAME}` });
    owners.set(brand, brand);
  }
  for (const { brand, origins } of brands) {
    origins.forEach((origin, index) => {
      if (owners.has(origin.toLowerCase())) findings.push(twice(brand, ['origins', index], origin));
      owners.set(origin.toLowerCase(), brand);
    });
  }
  return findings;
}

function twice(brand: string, path: readonly (string | number)[], name: string): UnplacedFault {
  return {
    brand,
    section: 'brand',
    path,
    message: `"${name}" is the name of two brands or origins: change one of them`,
  };
}

const NO_NAME = 'is not a valid name: use lower case letters, digits and dashes, starting with a letter';

function nameIssues(section: Section, name: string): Issue[] {
  return section === 'events' || NAME.test(name) ? [] : [{ path: [], message: NO_NAME }];
}
