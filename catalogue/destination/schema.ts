import { z } from 'zod';
import { duration, secret, signingSecrets, strict, text } from '../schema/parts.js';

const credential = z.union([z.string(), secret], {
  error: 'must be text, or name where a secret is: { env: NAME } or { file: PATH }',
});

const auth = z.discriminatedUnion('type', [
  strict({ type: z.literal('none') }),
  strict({
    type: z.literal('api-key'),
    header: text.default('x-api-key').describe('The header that holds the key'),
    secret,
  }),
  strict({ type: z.literal('query'), parameter: text.describe("The query's parameter that holds the secret"), secret }),
  strict({ type: z.literal('bearer'), secret }),
  strict({ type: z.literal('basic'), username: z.string(), password: secret }),
  strict({
    type: z.literal('oauth2'),
    tokenUrl: text.describe("An absolute URL, or a path below the destination's URL"),
    clientId: text,
    clientSecret: secret,
    scope: text.optional(),
    audience: text.optional(),
    clientAuth: z.enum(['basic', 'body']).optional().describe('Where id and secret stand; `basic` unless given'),
  }),
  strict({
    type: z.literal('token'),
    path: z.string().regex(/^\//, 'must begin with /').describe("The token endpoint, below the destination's URL"),
    credentials: z.record(z.string(), credential).describe('The members of the JSON object that asks for a token'),
    tokenPath: text.optional().describe('Where the token stands in the answer; `access_token` unless given'),
    expiresPath: text.optional().describe('Where its lifetime in seconds stands; `expires_in` unless given'),
  }),
]);

const url = z.union(
  [z.string(), strict({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), default: z.string().optional() })],
  { error: 'must be a URL, or { env: NAME, default: URL }' },
);

const signing = strict({
  type: z.literal('standard-webhooks'),
  secrets: signingSecrets,
});

const tls = strict({
  ca: secret.optional().describe('PEM of the authorities to trust instead of the public ones'),
  cert: secret.optional().describe('PEM of the certificate by which we are known'),
  key: secret.optional().describe("PEM of the certificate's key"),
});

/** One definition of destinations.yaml. */
export const destinationSchema = strict({
  url: url.describe('Base URL, or the variable that holds it: `{ env: OPERATOR_URL, default: http://127.0.0.1:8090 }`'),
  allow: z
    .array(text)
    .default([])
    .describe('Addresses, ranges and host names inside your own network that it may reach: `[10.1.0.0/16, localhost]`'),
  tls: tls.nullable().default(null).describe('Certificates, by reference'),
  auth: auth.default({ type: 'none' }).describe('How the destination is convinced; secrets by reference only'),
  signing: signing.nullable().default(null).describe('Signs every call, by Standard Webhooks'),
  headers: z
    .record(z.string().min(1), credential)
    .default({})
    .describe('Sent with every request: text, or a secret by reference, which no history holds'),
  timeout: duration.prefault('10 s').describe('Total time of an attempt; at most 10 s'),
  rateLimit: z
    .number()
    .min(0.01, 'is too small: write 0.01 or more')
    .max(10_000, 'is too large: write 10000 or less, or leave it out')
    .nullable()
    .default(null)
    .describe('At most so many calls a second, of all worker processes together'),
  concurrency: z
    .int()
    .min(1, 'is too small: write 1 or more')
    .max(1_000, 'is too large: write 1000 or less, or leave it out')
    .nullable()
    .default(null)
    .describe('At most so many calls at the same time, of each worker process'),
  fastTrackHeaders: z.boolean().default(false).describe("Whether Fast Track's `X-Fasttrack-…` headers are sent"),
});
