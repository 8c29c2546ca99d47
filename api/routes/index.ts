import type { Route } from '../route.js';
import { decodeRoutes } from './decode-payloads.js';
import { fireRule } from './fire-rule.js';
import { listEchoBucket, suggestEchoBucket } from './echo-list.js';
import { echoSendRoutes } from './echo-send.js';
import { listAttention, sumAttention } from './get-attention.js';
import { getCatalogue } from './get-catalogue.js';
import { getCatalogueInUse } from './get-catalogue-in-use.js';
import { getHealthz } from './get-healthz.js';
import { getJourney } from './get-journey.js';
import { getMetrics } from './get-metrics.js';
import { getOpenApi } from './get-openapi.js';
import { getOptions } from './get-options.js';
import { getReadyz } from './get-readyz.js';
import { getAction, listActions } from './list-actions.js';
import { deleteHold, listHolds, postHold } from './holds.js';
import { listDestinations } from './list-destinations.js';
import { listJourneys } from './list-journeys.js';
import { cancelJourney, pauseJourney, resumeJourney } from './order-journey.js';
import { postEvents } from './post-events.js';
import { postJourneyEvent } from './post-journey-event.js';
import { postJourneys } from './post-journeys.js';
import { previewAction } from './preview-action.js';
import { redoCall } from './redo-call.js';
import { getRedoCalls, redoCalls } from './redo-calls.js';
import { resolveCall } from './resolve-call.js';
import { getResolveCalls, resolveCalls } from './resolve-calls.js';
import { sourceRoutes } from './take-source.js';
import { testAction } from './test-action.js';

const described: readonly Route[] = [
  postEvents,
  ...sourceRoutes,
  postJourneys,
  fireRule,
  listJourneys,
  getJourney,
  postJourneyEvent,
  pauseJourney,
  resumeJourney,
  cancelJourney,
  listAttention,
  sumAttention,
  // Before the next: `resolve` is no call's key.
  resolveCalls,
  getResolveCalls,
  resolveCall,
  // Before the next: `redo` is no call's key.
  redoCalls,
  getRedoCalls,
  redoCall,
  listDestinations,
  postHold,
  listHolds,
  deleteHold,
  getCatalogue,
  getCatalogueInUse,
  listActions,
  getAction,
  previewAction,
  testAction,
  getOptions,
  ...decodeRoutes,
  ...echoSendRoutes,
  suggestEchoBucket,
  listEchoBucket,
  getHealthz,
  getReadyz,
  getMetrics,
];

/** Every route of the API: the router and the OpenAPI document are made from this list. */
export const routes: readonly Route[] = [...described, getOpenApi(described)];
