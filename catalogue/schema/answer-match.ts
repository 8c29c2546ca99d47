import { z } from 'zod';
import { json } from './parts.js';
import { strict } from './strict.js';

const status = z.int('is no HTTP status').min(100, 'is no HTTP status').max(599, 'is no HTTP status');

const match = strict({
  status: z
    .union([status.transform((one) => [one]), z.array(status).min(1)], {
      error: 'must be an HTTP status, or a list of them',
    })
    .optional(),
  body: z
    .record(z.string().min(1), json)
    .optional()
    .describe('By path into the body, the value or the list of values that it may have'),
});

/** Answers to look for: one match, or a list of which any suffices. */
export const matches = z.union([match.transform((one) => [one]), z.array(match).min(1)]);
