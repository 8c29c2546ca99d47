import path from 'node:path';

/** Returns an environment without the developer's own Temporal profile, which can be for a cluster. */
export function noTemporalProfile(folder: string): NodeJS.ProcessEnv {
  return {
    TEMPORAL_CONFIG_FILE: path.join(folder, 'no-temporal-profile.toml'),
    TEMPORAL_PROFILE: undefined,
    TEMPORAL_API_KEY: undefined,
    TEMPORAL_TLS: undefined,
  };
}
