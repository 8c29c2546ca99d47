import { z } from 'zod';
import { switches } from './parts.js';
import { strict } from './strict.js';

/** One definition of journeys.yaml: a journey that the brand runs. */
export const journeySchema = strict({
  ...switches,
  settings: z.record(z.string(), z.unknown()).default({}).describe("What the journey's `settings` asks for"),
});
