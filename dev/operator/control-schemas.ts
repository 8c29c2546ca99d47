import { z } from 'zod';

const name = z.string().min(1);
const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be the name of a header');
const headerValue = z.string().regex(/^[\t\x20-\x7e]*$/, 'must be printable ASCII on one line');
const consentType = z.enum(['email', 'sms', 'telephone', 'postMail', 'siteNotification', 'pushNotification']);

/** Ways to break the connection; see `Fault`. */
export const CUTS = ['before-headers', 'mid-body', 'after-processing'] as const;

const faultAnswer = z
  .strictObject({
    status: z.int().min(200).max(599).optional(),
    headers: z.record(headerName, headerValue).optional(),
    body: z.json().optional(),
    delayMs: z.int().min(0).max(600_000).optional(),
    cut: z.enum(CUTS).optional(),
  })
  .superRefine((answer, context) => {
    const replaces = answer.status !== undefined || answer.body !== undefined;
    const complain = (path: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [path], message });
    };
    if (replaces && (answer.cut === 'before-headers' || answer.cut === 'after-processing')) {
      complain('cut', `"${answer.cut}" sends no answer: leave out status and body`);
    }
    if (answer.cut === 'mid-body' && answer.status !== undefined && (answer.body ?? '') === '') {
      complain('body', 'needed for a mid-body cut of a given status: there must be something to cut in half');
    }
    if ((answer.body ?? '') !== '' && (answer.status === 204 || answer.status === 304)) {
      complain('body', `a ${answer.status} has none: leave it out or give another status`);
    }
  });

/** `POST /_control/faults`. */
export const faultSchema = z
  .strictObject({
    method: z.string().toUpperCase().optional(),
    path: z.string().startsWith('/', 'must begin with "/"; a "*" at its end makes it a prefix'),
    times: z.int().min(0),
    answer: faultAnswer.optional(),
  })
  .refine((fault) => fault.times === 0 || fault.answer !== undefined, {
    path: ['answer'],
    message: 'needed unless times is 0',
  });

/** `PUT /_control/settings`. */
export const settingsSchema = z.strictObject({ honourIdempotencyKey: z.boolean() });

/** `PUT /_control/players/{id}`. */
export const playerSchema = z.strictObject({
  blocks: z
    .array(
      z.strictObject({
        type: z.enum(['Blocked', 'Excluded']),
        active: z.boolean(),
        note: z.string().optional(),
      }),
    )
    .optional(),
  details: z.record(name, z.json()).optional(),
  consents: z.array(z.strictObject({ type: consentType, opted_in: z.boolean() })).optional(),
  activeBonus: z
    .strictObject({ bonus_id: name, bonus_code: name, amount: z.string(), currency: z.string() })
    .nullable()
    .optional(),
});

/**
 * A fault for the next `times` requests to `path` (with `method`, only those). The path is compared as it stands in the
 * request, or as a prefix if it ends in `*`. The first fault that was set and matches is used first. `times: 0` clears
 * the faults of that path (and method).
 * `status` or `body` answer instead of doing the work; a string is sent as it is, anything else as JSON. Without them
 * the work is done and `headers` are added to its answer. `delayMs` delays the answer, not the work. `cut` breaks the
 * connection: `before-headers` before any work, `mid-body` after the headers and half of the body, `after-processing`
 * after the work, without an answer.
 */
export type Fault = z.input<typeof faultSchema>;

/** The effect of a fault on the answer. */
export type FaultAnswer = z.output<typeof faultAnswer>;

/**
 * Settings. With `honourIdempotencyKey`, the default, a repeated `Idempotency-Key` gets the first answer; without, the
 * work is done again.
 */
export type OperatorSettings = z.infer<typeof settingsSchema>;

/** Changes of a player. Fields that are absent stay; blocks and consents that are not listed keep their value. */
export type PlayerPatch = z.infer<typeof playerSchema>;
