import type { Request, Response } from 'express';
import { z } from 'zod';
import { type PayloadJson, sealedPayload } from '../../client/codec/sealed-payload.js';
import { PayloadRefused } from '../../client/errors.js';
import { component, noQuery } from '../http/components.js';
import { Problem } from '../http/errors.js';
import { faultsOf } from '../http/problem.js';
import { readBody } from '../http/read-body.js';
import { type Access, type Answer, guardedRoute, type Route } from '../http/route.js';
import type { StoredKey } from '../keys/stored-keys.js';
import type { Services } from '../services.js';
import { admitReader } from './admit-reader.js';

/** Temporal's largest payload is 2 MiB, and base64 is a third longer. */
const MAX_BYTES = 4 * 1024 * 1024;

const base64 = z.base64('must be base64');

const payloadsSchema = component(
  'Payloads',
  z.object({
    payloads: z
      .array(z.looseObject({ metadata: z.record(z.string(), base64).optional(), data: base64.optional() }))
      .describe("Temporal's payloads in proto3's JSON: bytes in base64"),
  }),
);

const BY_HEADER: Access = { scope: 'codec:decode', brand: 'of-item' };
const BY_URL: Access = { ...BY_HEADER, proof: 'url' };

/** Decrypts payloads for Temporal's UI and CLI (https://docs.temporal.io/codec-server). */
export const decodeRoutes: readonly Route[] = [
  decodeRoute('/codec/decode', BY_HEADER, "Decrypt payloads of the key's brands"),
  decodeRoute('/codec/{token}/decode', BY_URL, "The same for Temporal's UI, which can't send a header"),
];

function decodeRoute(path: string, access: Access, summary: string): Route {
  return guardedRoute(
    access,
    {
      method: 'post',
      path,
      summary,
      query: noQuery,
      body: { schema: payloadsSchema, required: true },
      answers: {
        200: { description: 'The payloads decrypted; plain ones unchanged', schema: payloadsSchema },
      },
    },
    async ({ services, request, response }) => decode(services, request, response),
  );
}

async function decode(services: Services, request: Request, response: Response): Promise<Answer> {
  const key = admitReader(services, request, response);
  const read = payloadsSchema.safeParse((await readBody(request, response, MAX_BYTES)) ?? {});
  if (!read.success) {
    const errors = faultsOf(read.error);
    throw new Problem('invalid', `The body is invalid: ${errors[0].field} ${errors[0].message}.`, { errors });
  }
  const payloads = read.data.payloads.map((payload, place) => open(services, key, payload, `payloads[${place}]`));
  return { status: 200, body: { payloads } };
}

function open(services: Services, key: StoredKey, payload: PayloadJson, field: string): PayloadJson {
  const sealed = sealedPayload(payload, services.encryption);
  if (sealed === null) return payload;
  if (!mayRead(services, key, sealed.brand)) {
    throw new Problem('not-found', `The key does not hold the brand of ${field}.`, {
      errors: [{ field, message: 'belongs to a brand that the key does not hold' }],
    });
  }
  try {
    return sealed.open();
  } catch (error) {
    if (!(error instanceof PayloadRefused)) throw error;
    const errors = [{ field, message: error.message }];
    throw new Problem('invalid', `${field}: ${error.message}.`, { errors, cause: error });
  }
}

/** Returns true if a key may read a brand's payloads. Payloads of no brand can be about any, so they need a key of all. */
function mayRead({ catalogue }: Services, { brands }: StoredKey, brand: string | null): boolean {
  return brand === null ? [...catalogue().brands.keys()].every((one) => brands.includes(one)) : brands.includes(brand);
}
