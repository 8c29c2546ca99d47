import { getAction, listActions, previewAction } from '../actions/routes.js';
import { testAction } from '../actions/test-route.js';
import { getResolveCalls, listAttention, resolveCall, resolveCalls, sumAttention } from '../attention/routes.js';
import { getCatalogue, getCatalogueInUse } from '../catalogue/routes.js';
import { decodeRoutes } from '../codec/routes.js';
import { listDestinations } from '../destinations/routes.js';
import { echoSendRoutes, listEchoBucket, suggestEchoBucket } from '../echo/routes.js';
import { postEvents, postJourneyEvent } from '../events/routes.js';
import { getHealthz, getMetrics, getOpenApi, getReadyz } from '../health/routes.js';
import { deleteHold, listHolds, postHold } from '../holds/routes.js';
import { getOptions } from '../options/routes.js';
import { getRedoCalls, redoCall, redoCalls } from '../redo/routes.js';
import { fireRule } from '../rules/routes.js';
import {
  cancelJourney,
  getJourney,
  listJourneys,
  pauseJourney,
  postJourneys,
  resumeJourney,
  wakeJourney,
} from '../runs/routes.js';
import { sourceRoutes } from '../sources/routes.js';
import type { Route } from './route.js';

const described: readonly Route[] = [
  postEvents,
  ...sourceRoutes,
  postJourneys,
  fireRule,
  listJourneys,
  getJourney,
  postJourneyEvent,
  pauseJourney,
  wakeJourney,
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

/** Every route of the API. The router and the OpenAPI document are made from this list. */
export const routes: readonly Route[] = [...described, getOpenApi(described)];
