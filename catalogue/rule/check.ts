import type { KnownRoots } from '../../templating/check/placeholders.js';
import { ANY, type Shape, shapeOfSchema } from '../../templating/check/shape.js';
import { TemplateInvalid } from '../../templating/errors.js';
import { placeholdersOf } from '../../templating/placeholders.js';
import { CAMPAIGN, commonRoots, placeholderIssues, stateShape } from '../action/check-templates.js';
import { lookupShapes } from '../action/check.js';
import { fieldFault } from '../action/fields.js';
import type { BrandCatalogue } from '../brand/definition.js';
import { didYouMean } from '../did-you-mean.js';
import { switchIssues } from '../journey/check.js';
import type { Issue } from '../load/issues.js';
import { type Declared, referenceIssues } from '../load/references.js';
import type { Rule, RuleAction } from './definition.js';
import { fieldsOf } from './needs.js';

/** The most actions that one rule may have. */
const MAX_ACTIONS = 20;

export function ruleIssues(brand: BrandCatalogue, rule: Rule, declared: Declared): Issue[] {
  return [
    ...rule.on.flatMap((type, index) => referenceIssues(brand, declared, 'events', type, ['on', index])),
    ...rule.lookups.flatMap((name, index) => lookupIssuesOf(brand, name, ['lookups', index], declared)),
    ...rule.conditions.flatMap(({ path }, index) => notAsked(rule, path, ['if', index, 'value'])),
    ...stepIssues(rule),
    ...rule.actions.flatMap((one, index) => actionIssuesOf(brand, rule, one, ['do', index], declared)),
    ...switchIssues(rule),
  ];
}

type Path = readonly (string | number)[];

function lookupIssuesOf(brand: BrandCatalogue, name: string, path: Path, declared: Declared): Issue[] {
  const needed = Object.entries(brand.lookups.get(name)?.params ?? {}).find(([, param]) => param.required);
  return [
    ...referenceIssues(brand, declared, 'lookups', name, path),
    ...(needed === undefined
      ? []
      : [
          {
            path,
            message: `names a lookup that needs "${needed[0]}", which a rule can't give: use one without required params`,
          },
        ]),
  ];
}

function notAsked(rule: Rule, written: string, path: Path): Issue[] {
  const [root, name = ''] = written.split('.');
  if (root !== 'lookup' || rule.lookups.includes(name)) return [];
  return [{ path, message: `uses the answer of "${name}", which the rule does not ask for: add it to lookups` }];
}

function stepIssues({ actions, stopOnFailure, inOrder }: Rule): Issue[] {
  const steps = actions.map(({ as }) => as);
  const issues: Issue[] = steps.flatMap((step, index) =>
    steps.indexOf(step) === index
      ? []
      : [{ path: ['do', index], message: `is the second step named "${step}": rename one with as` }],
  );
  if (actions.length > MAX_ACTIONS) {
    issues.push({
      path: ['do'],
      message: `has ${actions.length} actions, and ${MAX_ACTIONS} are the limit: split the rule`,
    });
  }
  if (stopOnFailure && !inOrder) {
    issues.push({
      path: ['stopOnFailure'],
      message: 'needs inOrder: true, because actions side by side start together',
    });
  }
  return issues;
}

function actionIssuesOf(brand: BrandCatalogue, rule: Rule, one: RuleAction, path: Path, declared: Declared): Issue[] {
  const action = brand.actions.get(one.action);
  if (action === undefined) {
    return referenceIssues(brand, declared, 'actions', one.action, [...path, 'action']);
  }
  const known = Object.keys(action.fields);
  const missing = Object.entries(action.fields).filter(
    ([name, { required, default: preset }]) => required && preset === undefined && !Object.hasOwn(one.fields, name),
  );
  return [
    ...(rule.trigger === 'reward' && !action.rewardsEnabled
      ? [
          {
            path: [...path, 'action'],
            message: `names ${action.name}, which a reward can't fire: set rewardsEnabled on it`,
          },
        ]
      : []),
    ...missing.map(([name]) => ({
      path,
      message: `has no value for the field "${name}", which ${action.name} requires: add it`,
    })),
    ...Object.entries(one.fields).flatMap(([name, value]) => {
      const declaration = Object.hasOwn(action.fields, name) ? action.fields[name] : undefined;
      const at = [...path, 'fields', name];
      if (declaration === undefined) {
        return [{ path: at, message: `is not a field of ${action.name}${didYouMean(name, known)}` }];
      }
      const fault = JSON.stringify(value).includes('{{') ? null : fieldFault(declaration, value);
      return fault === null ? [] : [{ path: at, message: `must be ${fault}` }];
    }),
    ...templateIssues(brand, rule, one, [...path, 'fields']),
  ];
}

function templateIssues(brand: BrandCatalogue, rule: Rule, one: RuleAction, path: Path): Issue[] {
  try {
    const template = fieldsOf(one);
    const asked = placeholdersOf(template).flatMap(({ path: place }) => notAsked(rule, place.join('.'), path));
    return [...placeholderIssues(template, knownTo(brand, rule), path), ...asked];
  } catch (error) {
    if (error instanceof TemplateInvalid) return [{ path, message: `is not a valid template: ${error.message}` }];
    throw error;
  }
}

function knownTo(brand: BrandCatalogue, rule: Rule): KnownRoots {
  const { player, brand: itsBrand } = commonRoots();
  return {
    player,
    brand: itsBrand,
    event: eventShape(brand, rule),
    state: stateShape(brand),
    campaign: CAMPAIGN,
    lookup: lookupShapes(brand),
  };
}

/** Shape of the event that fires a rule; open if the rule listens to several types. */
function eventShape(brand: BrandCatalogue, rule: Rule): Shape {
  const [type, ...others] = rule.on;
  const event = type === undefined || others.length > 0 ? undefined : brand.events.get(type);
  return event === undefined ? ANY : shapeOfSchema(event.data);
}
