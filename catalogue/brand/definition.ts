import type { Action } from '../action/definition.js';
import type { Destination, SecretReference } from '../destination/definition.js';
import type { EventDefinition } from '../event/definition.js';
import type { Guard } from '../guard/definition.js';
import type { JourneySwitches } from '../journey/definition.js';
import type { Lookup, OptionList } from '../lookup/definition.js';
import type { Rule } from '../rule/definition.js';
import type { Source } from '../source/definition.js';

/** One brand's definitions, merged over the shared ones. */
export interface BrandCatalogue {
  readonly brand: string;
  /** Other names under which upstream systems know the brand. */
  readonly origins: readonly string[];
  /** Greatest age of an event, in milliseconds. */
  readonly eventWindow: number;
  /** IANA name of the time zone of the brand's players. */
  readonly timeZone: string;
  /** Native calls of the operator's platform; `null` for none. */
  readonly operatorApi: OperatorApi | null;
  /** Lookup that answers `{{state.x}}` if no fresh state came with the event; `null` for none. */
  readonly playerState: string | null;
  /** Paths for `#Name#` of the fast-track dialect that are not `state.Name`: `FirstName` → `state.first_name`. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Checks that must pass before a call is sent, for the actions that name them. */
  readonly guards: ReadonlyMap<string, Guard>;
  /** Players to whom a test can send money. */
  readonly testPlayers: readonly string[];
  /** True, or a key, to hash player ids when they arrive. If false, an e-mail address is refused as a player id. */
  readonly hashPlayerIds: boolean | SecretReference;
  readonly events: ReadonlyMap<string, EventDefinition>;
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly actions: ReadonlyMap<string, Action>;
  readonly lookups: ReadonlyMap<string, Lookup>;
  readonly optionLists: ReadonlyMap<string, OptionList>;
  readonly journeys: ReadonlyMap<string, JourneySwitches>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly sources: ReadonlyMap<string, Source>;
  /** The name of the action behind each notification type. */
  readonly notificationTypes: ReadonlyMap<string, string>;
  readonly untaken: ReadonlyMap<string, Untaken>;
}

/** The native actions and option lists that an operator's platform may support. */
export const NATIVE_NAMES = ['credit-bonus-code', 'credit-bonus-funds', 'bonuses'] as const;

export type NativeName = (typeof NATIVE_NAMES)[number];

/** The operator's platform, as far as it speaks the native calls. */
export interface OperatorApi {
  readonly destination: string;
  readonly supports: readonly NativeName[];
}
/** Shared definitions of one section that a brand does not have: since its `uses` does not name them, or its `except` does. */
export interface Untaken {
  readonly by: 'uses' | 'except';
  readonly names: readonly string[];
}
