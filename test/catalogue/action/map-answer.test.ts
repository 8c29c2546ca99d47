import { expect, it } from 'vitest';
import { mapAnswer } from '../../../catalogue/action/map-answer.js';

const BODY = { Success: true, Data: { grant: { id: 7 }, tags: ['a', 'b'] } };
const GRANT = { type: 'object', required: ['grantId'], properties: { grantId: { type: 'integer' } } } as const;

it('takes the values at its paths, and the whole body without a map', () => {
  expect(mapAnswer({ map: { grantId: 'Data.grant.id', second: 'Data.tags.1' }, schema: GRANT }, BODY)).toEqual({
    answer: { grantId: 7, second: 'b' },
  });
  expect(mapAnswer({ map: null, schema: true }, BODY)).toEqual({ answer: BODY });
  expect(mapAnswer({ map: null, schema: true }, null)).toEqual({ answer: null });
});

it('a path that leads nowhere is left out: the schema says whether that is a fault', () => {
  expect(mapAnswer({ map: { grantId: 'Data.none' }, schema: true }, BODY)).toEqual({ answer: {} });
  expect(mapAnswer({ map: { grantId: 'Data.none' }, schema: GRANT }, BODY)).toEqual({
    fault: "its answer's grantId is required",
  });
});

it('names what does not fit the schema', () => {
  expect(mapAnswer({ map: { grantId: 'Data.tags' }, schema: GRANT }, BODY)).toEqual({
    fault: "its answer's grantId must be integer",
  });
  expect(mapAnswer({ map: null, schema: { type: 'object' } }, 'OK')).toEqual({
    fault: "its answer's body must be object",
  });
});

it('more than 4 kB is too much', () => {
  expect(mapAnswer({ map: null, schema: true }, 'é'.repeat(2_047))).toEqual({ answer: 'é'.repeat(2_047) });
  expect(mapAnswer({ map: null, schema: true }, 'é'.repeat(2_048))).toEqual({
    fault: 'its answer has 4098 bytes, and 4096 are the limit: map only what is needed',
  });
});

it('the same schema out of a history again and again is one schema, also with an $id', () => {
  const again = (): { fault: string } | { answer: unknown } =>
    mapAnswer({ map: null, schema: { $id: 'https://x/grant', type: 'object' } }, {});
  expect([again(), again(), again()]).toEqual([{ answer: {} }, { answer: {} }, { answer: {} }]);
});

it('a schema that is none is told and never thrown: the call has been made', () => {
  const broken = { type: 'sometimes' } as unknown as typeof GRANT;
  expect(mapAnswer({ map: null, schema: broken }, {})).toEqual({
    fault: expect.stringContaining("its answer can't be checked") as string,
  });
});
