import { z } from 'zod';
import { strict, switches } from '../schema/parts.js';

/** One definition of journeys.yaml: a journey that the brand runs. */
export const journeySchema = strict({
  ...switches,
  settings: z.record(z.string(), z.unknown()).default({}).describe('Settings that the journey declares'),
});
