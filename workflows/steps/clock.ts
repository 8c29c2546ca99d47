/** The run's time: the same at every replay. ISO 8601 in UTC. */
export function now(): string {
  return new Date(Date.now()).toISOString();
}
