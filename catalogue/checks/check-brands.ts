import type { JourneyEntry } from '../../workflows/contracts/journey-entry.js';
import { NAME } from '../../workflows/contracts/names.js';
import type { BrandCatalogue } from '../catalogue.js';
import type { Finding, Section } from '../faults.js';
import type { Issue } from '../read/issues.js';
import { actionIssues } from './action.js';
import { brandIssues } from './brand.js';
import { destinationIssues } from './destination.js';
import { eventIssues } from './event.js';
import { journeyIssues } from './journey.js';
import { lookupIssues, optionListIssues } from './lookup.js';
import type { Declared } from './references.js';
import { ruleIssues } from './rule.js';
import { sharedLimitFindings } from './shared-limits.js';
import { sourceIssues } from './source.js';

/** Everything that is wrong with brands whose definitions have the right shape. `declared` knows also faulty ones. */
export function checkBrands(
  brands: readonly BrandCatalogue[],
  entries: readonly JourneyEntry[],
  declared: Declared,
): Finding[] {
  return [
    ...nameFindings(brands),
    ...brands.flatMap((brand) => {
      const about = (section: Section, issues: readonly Issue[], name?: string): Finding[] =>
        issues.map(({ path, message }) => ({
          brand: brand.brand,
          section,
          path: name === undefined ? path : [name, ...path],
          message,
        }));
      const each = <T>(section: Section, definitions: ReadonlyMap<string, T>, check: (one: T) => Issue[]): Finding[] =>
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
function nameFindings(brands: readonly BrandCatalogue[]): Finding[] {
  const owners = new Map<string, string>();
  const findings: Finding[] = [];
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

function twice(brand: string, path: readonly (string | number)[], name: string): Finding {
  return {
    brand,
    section: 'brand',
    path,
    message: `"${name}" names two brands or origins: each needs its own name`,
  };
}

const NO_NAME = 'is no name: use lower case letters, digits and dashes, a letter first';

function nameIssues(section: Section, name: string): Issue[] {
  return section === 'events' || NAME.test(name) ? [] : [{ path: [], message: NO_NAME }];
}
