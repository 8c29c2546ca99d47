import { z } from 'zod';
import { matches } from './answer-match.js';
import { duration, templates } from './parts.js';
import { strict } from './strict.js';

/** How the other side is asked what became of a call. */
export const status = strict({
  path: z.string().describe("A path template below the destination's URL, asked by GET: `/grants/{{call.key}}`"),
  query: templates.default({}).describe('Templates by parameter'),
  done: matches.describe('Answers that say it is done; any of a list suffices'),
  notDone: matches.describe('Answers that say it is not done, and will not be by what was sent: it is sent again'),
  after: duration.prefault('30 s').describe('How long after an unknown attempt it is asked first'),
  patience: duration.prefault('75 hours').describe('How long it is asked before a person is'),
});
