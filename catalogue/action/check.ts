import type { KnownRoots } from '../../templating/check/placeholders.js';
import { ANY, type Shape, shapeOfObject, shapeOfSchema } from '../../templating/check/shape.js';
import { TemplateInvalid } from '../../templating/errors.js';
import type { AnswerMatch } from '../../workflows/contracts/calls/answers.js';
import type { BrandCatalogue } from '../brand/definition.js';
import { clashIssues } from '../destination/check-auth.js';
import { didYouMean } from '../did-you-mean.js';
import { schemaIssues } from '../json-schema.js';
import type { Issue } from '../load/issues.js';
import { type Declared, referenceIssues } from '../load/references.js';
import { restraintIssues } from '../send-conditions/check.js';
import {
  CAMPAIGN,
  commonRoots,
  fieldsShape,
  isPath,
  PATH_FAULT,
  requestIssues,
  stateShape,
} from './check-templates.js';
import type { Action } from './definition.js';
import { fieldIssues } from './fields.js';
import { allPlaceholders } from './templates.js';

export function actionIssues(brand: BrandCatalogue, action: Action, declared: Declared): Issue[] {
  return [
    ...requestIssues(brand, action, knownTo(brand, action), declared),
    ...lookupIssuesOf(brand, action, declared),
    ...fieldIssues(brand, action.fields, 'fields', declared),
    ...valueIssues(action),
    ...checkIssues(action),
    ...bodyIssues(action),
    ...emptyMatchIssues('deliveredWhen', action.answers.deliveredWhen),
    ...emptyMatchIssues('refusedWhen', action.answers.refusedWhen),
    ...schemaIssues(action.answer.schema, ['answer', 'schema']),
    ...statusIssues(brand, action),
    ...restraintIssues(brand, action, declared),
  ];
}

/**
 * Shapes of the roots that an action's templates can use. Events of any type can lead to the call, so the event's shape
 * is open.
 */
function knownTo(brand: BrandCatalogue, action: Action): KnownRoots {
  return {
    ...commonRoots(),
    event: ANY,
    state: stateShape(brand),
    fields: fieldsShape(action.fields),
    campaign: CAMPAIGN,
    lookup: lookupShapes(brand),
  };
}

/** Shapes of the answers of a brand's lookups. */
export function lookupShapes(brand: BrandCatalogue): Shape {
  const shapes = [...brand.lookups].map(([name, { answer }]) => [name, shapeOfSchema(answer)] as const);
  // Whether there is such a lookup at all is checked by name.
  return { ...shapeOfObject(Object.fromEntries(shapes)), types: [], open: true };
}

function lookupIssuesOf(brand: BrandCatalogue, action: Action, declared: Declared): Issue[] {
  return lookupsUsed(action).flatMap((name) => {
    const unknown = referenceIssues(brand, declared, 'lookups', name, ['body']);
    const needed = Object.entries(brand.lookups.get(name)?.params ?? {}).find(([, param]) => param.required);
    const unfit = {
      path: ['body'],
      message: `uses {{lookup.${name}…}}, which needs "${needed?.[0] ?? ''}": an action can't give one. Use a lookup without required params`,
    };
    return needed === undefined ? unknown : [...unknown, unfit];
  });
}

function lookupsUsed(action: Action): string[] {
  try {
    const names = allPlaceholders(action).flatMap(({ path }) => (path[0] === 'lookup' ? [path[1] ?? ''] : []));
    return [...new Set(names)];
  } catch (error) {
    if (error instanceof TemplateInvalid) return []; // told where the template is checked
    throw error;
  }
}

function valueIssues({ effect, value, fields, whenPatienceEnds }: Action): Issue[] {
  if (effect !== 'money') {
    return value === null
      ? []
      : [{ path: ['value'], message: `is only for effect: money, and this is ${effect}. Remove it` }];
  }
  const issues: Issue[] =
    whenPatienceEnds === 'park'
      ? []
      : [{ path: ['whenPatienceEnds'], message: 'must be park: only a person can give up a money call' }];
  if (value === null)
    return [
      ...issues,
      { path: ['value'], message: 'is missing: an action with effect: money needs { field: NAME } or unknown' },
    ];
  if (value === 'unknown') return issues;
  const declared = Object.hasOwn(fields, value.field) ? fields[value.field] : undefined;
  if (declared?.type === 'money' && declared.required) return issues;
  const hint = declared === undefined ? didYouMean(value.field, Object.keys(fields)) : '';
  return [
    ...issues,
    {
      path: ['value', 'field'],
      message: `names the field "${value.field}", which must be declared as money and required${hint}`,
    },
  ];
}

function checkIssues({ check, fields }: Action): Issue[] {
  const chooses = Object.values(fields).some(({ type, options }) => type === 'select' && options !== undefined);
  if (check === 'none' || chooses) return [];
  const fix = 'give a field type: select and options: LIST, or remove check';
  return [{ path: ['check'], message: `has nothing to check, because no field uses an option list: ${fix}` }];
}

function bodyIssues({ method, body, contentType, dialect, unwrap }: Action): Issue[] {
  const at = (message: string): Issue[] => [{ path: ['body'], message }];
  if (unwrap && dialect !== 'fast-track') {
    return [{ path: ['unwrap'], message: 'is only for dialect: fast-track. Remove it' }];
  }
  if (body === null) return [];
  if (method === 'GET') return at("can't be sent with GET: use POST, or remove the body");
  if (dialect !== 'waypost' && typeof body !== 'string') {
    return at(`must be text in the ${dialect} dialect: begin it with |, or leave dialect out for a tree`);
  }
  if (contentType === 'text' && typeof body !== 'string') return at('must be text, since contentType is text');
  return [];
}

/** Faults of an action's status lookup. */
function statusIssues(brand: BrandCatalogue, { mode, destination, status }: Action): Issue[] {
  if (status === null) {
    if (mode !== 'reconcile') return [];
    const message =
      'is missing: mode: reconcile needs it to ask for the status of a call. Add status: { path, done, notDone }';
    return [{ path: ['status'], message }];
  }
  if (mode !== 'reconcile') {
    const message = `is only for mode: reconcile, and this is ${mode}. Remove status, or change the mode`;
    return [{ path: ['status'], message }];
  }
  return [
    ...(isPath(status.path) ? [] : [{ path: ['path'], message: PATH_FAULT }]),
    ...clashIssues(brand, { destination, query: status.query }),
    ...emptyMatchIssues('done', status.done),
    ...emptyMatchIssues('notDone', status.notDone),
  ].map(({ path, message }) => ({ path: ['status', ...path], message }));
}

/** A match that names nothing, among those at a key of an action. */
function emptyMatchIssues(key: string, matches: readonly AnswerMatch[] | undefined): Issue[] {
  const empty = matches?.some(({ status, body }) => status === undefined && Object.keys(body ?? {}).length === 0);
  return empty ? [{ path: [key], message: 'would match every answer: give a status, or values of the body' }] : [];
}
