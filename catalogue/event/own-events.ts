import type { OwnEventType } from '../../workflows/contracts/runs/own-events.js';
import type { RawDefinition } from '../action/native.js';

const text = { type: 'string' } as const;

const journey = {
  title: 'A run of a journey',
  data: {
    type: 'object',
    properties: { journey: text, run: text, status: text, reason: text },
    required: ['journey', 'run', 'status', 'reason'],
  },
};

const call = {
  title: 'A call',
  data: {
    type: 'object',
    properties: { action: text, callKey: text, run: text, journey: text, reason: text },
    required: ['action', 'callKey', 'run', 'journey', 'reason'],
  },
};

const destination = {
  title: 'A destination',
  data: {
    type: 'object',
    properties: { destination: text, since: text },
    required: ['destination', 'since'],
  },
};

const hold = {
  title: 'A hold',
  data: {
    type: 'object',
    properties: { hold: text, scope: text, name: text, reason: text, by: text, since: text },
    required: ['hold', 'scope', 'name', 'reason', 'by', 'since'],
  },
};

const stuck = {
  title: 'A run whose workflow task fails again and again',
  data: { type: 'object', properties: { run: text, journey: text, reason: text }, required: ['run', 'reason'] },
};

/** Waypost's own events: every brand has them, and no catalogue declares them. */
export const OWN_EVENT_DEFINITIONS: Readonly<Record<OwnEventType, RawDefinition>> = {
  'waypost.journey.started': journey,
  'waypost.journey.ended': journey,
  'waypost.journey.exited': journey,
  'waypost.call.delivered': call,
  'waypost.call.refused': call,
  'waypost.call.parked': call,
  'waypost.destination.down': destination,
  'waypost.destination.well': destination,
  'waypost.hold.set': hold,
  'waypost.hold.released': hold,
  'waypost.run.stuck': stuck,
};
