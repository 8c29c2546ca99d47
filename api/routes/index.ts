import type { Route } from '../route.js';
import { getHealthz } from './get-healthz.js';
import { getJourney } from './get-journey.js';
import { getMetrics } from './get-metrics.js';
import { getOpenApi } from './get-openapi.js';
import { getReadyz } from './get-readyz.js';
import { listJourneys } from './list-journeys.js';
import { cancelJourney, pauseJourney, resumeJourney } from './order-journey.js';
import { postEvents } from './post-events.js';
import { postJourneyEvent } from './post-journey-event.js';
import { postJourneys } from './post-journeys.js';

const described: readonly Route[] = [
  postEvents,
  postJourneys,
  listJourneys,
  getJourney,
  postJourneyEvent,
  pauseJourney,
  resumeJourney,
  cancelJourney,
  getHealthz,
  getReadyz,
  getMetrics,
];

/** Every route of the API: the router and the OpenAPI document are made from this list. */
export const routes: readonly Route[] = [...described, getOpenApi(described)];
