import { z } from 'zod';
import { duration, secret, signingSecrets, strict, text } from '../schema/parts.js';

const credential = z.union([z.string(), secret], {
  error: 'must be text, or a reference to a secret: { env: NAME } or { file: PATH }',
});

const auth = z.discriminatedUnion('type', [
  strict({ type: z.literal('none') }),
  strict({
    type: z.literal('api-key'),
    header: text.default('x-api-key').describe('Header that holds the key'),
    secret,
  }),
  strict({ type: z.literal('query'), parameter: text.describe('Query parameter that holds the secret'), secret }),
  strict({ type: z.literal('bearer'), secret }),
  strict({ type: z.literal('basic'), username: z.string(), password: secret }),
  strict({
    type: z.literal('oauth2'),
    tokenUrl: text.describe("An absolute URL, or a path below the destination's URL"),
    clientId: text,
    clientSecret: secret,
    scope: text.optional(),
    audience: text.optional(),
    clientAuth: z.enum(['basic', 'body']).optional().describe('Place of id and secret; `basic` unless given'),
  }),
  strict({
    type: z.literal('token'),
    path: z.string().regex(/^\//, 'must begin with /').describe("The token endpoint, below the destination's URL"),
    credentials: z.record(z.string(), credential).describe('Members of the JSON object in the token request'),
    tokenPath: text.optional().describe('Path of the token in the answer; `access_token` unless given'),
    expiresPath: text.optional().describe('Path of its lifetime in seconds; `expires_in` unless given'),
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
  cert: secret.optional().describe('PEM of the client certificate'),
  key: secret.optional().describe("PEM of the certificate's key"),
});

/** One definition of destinations.yaml. */
export const destinationSchema = strict({
  url: url.describe('Base URL, or the variable that holds it: `{ env: OPERATOR_URL, default: http://127.0.0.1:8090 }`'),
  allow: z
    .array(text)
    .default([])
    .describe('Addresses, ranges and host names in your own network that it can reach: `[10.1.0.0/16, localhost]`'),
  tls: tls.nullable().default(null).describe('Certificates, by reference'),
  auth: auth.default({ type: 'none' }).describe('Credentials; secrets by reference only'),
  signing: signing.nullable().default(null).describe('Signs every call, by Standard Webhooks'),
  headers: z
    .record(z.string().min(1), credential)
    .default({})
    .describe('Sent with every request: text, or a secret by reference, which no history stores'),
  timeout: duration.prefault('10 s').describe('Total time of an attempt; at most 10 s'),
  rateLimit: z
    .number()
    .min(0.01, 'is too small: use 0.01 or more')
    .max(10_000, 'is too large: use 10000 or less, or remove it')
    .nullable()
    .default(null)
    .describe('Most calls per second, over all worker processes'),
  concurrency: z
    .int()
    .min(1, 'is too small: use 1 or more')
    .max(1_000, 'is too large: use 1000 or less, or remove it')
    .nullable()
    .default(null)
    .describe('Most simultaneous calls, per worker process'),
  fastTrackHeaders: z.boolean().default(false).describe("True to send Fast Track's `X-Fasttrack-…` headers"),
});
