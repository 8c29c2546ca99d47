/** The metrics that workers make themselves. In Prometheus, the name of a counter ends in `_total`. */
export const METRICS = {
  attempts: {
    name: 'waypost_attempts',
    help: 'Attempts of calls by brand, destination, action and class: a 503 is unknown, not a success',
  },
  attemptSeconds: {
    name: 'waypost_attempt_seconds',
    help: 'Seconds from the start of an attempt to its answer or failure, by brand and destination',
  },
  outcomes: {
    name: 'waypost_call_outcomes',
    help: 'Calls that ended, by brand, action and outcome: delivered, refused, suppressed or abandoned',
  },
  parked: { name: 'waypost_parked_calls', help: 'Calls that were parked for a person, by brand and action' },
  held: {
    name: 'waypost_automatic_holds',
    help: 'Holds that Waypost set, or could not set, by brand, hold and outcome',
  },
  destinationState: {
    name: 'waypost_destination_state',
    help: 'How this process finds a destination: 0 well, 1 failing, 2 down',
  },
  eventLoop: {
    name: 'waypost_event_loop_delay_seconds',
    help: 'How late the event loop of this process was lately, by quantile: 0.5, 0.99 and 1',
  },
} as const;
