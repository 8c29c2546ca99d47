const LOOKUPS = `player-blocks:
  destination: operator
  path: /userblocks/{{player.id}}
  answer:
    type: array
    items:
      type: object
      properties: { active: { type: boolean }, type: { enum: [Blocked, Excluded] }, note: { type: string } }
      required: [active, type]
player-consents:
  destination: operator
  path: /userconsents/{{player.id}}
  answer:
    type: array
    items:
      type: object
      properties: { opted_in: { type: boolean }, type: { enum: [email, sms] } }
      required: [opted_in, type]
`;
/** A guard that every action of money or messages asks. */
export const BLOCK = 'block: { lookup: player-blocks, blockedWhen: { active: true, type: [Blocked, Excluded] } }';
const CONSENT = "consent: { lookup: player-consents, passesWhen: { type: '{{channel}}', opted_in: true } }";

/** A brand with lookups, these guards, and actions as given. */
export function files(actions: string, guards = `{ ${BLOCK}, ${CONSENT} }`): Record<string, string> {
  return { 'lucky/brand.yaml': `guards: ${guards}\n`, 'lucky/lookups.yaml': LOOKUPS, 'lucky/actions.yaml': actions };
}

/** What actions are made of. */
export const TO = 'destination: operator, path: /x';
export const CREDIT = `effect: money, mode: idempotent, value: { field: sum }, ${TO}, fields: { sum: { type: money, required: true } }`;
export const UNKNOWN = `effect: money, mode: idempotent, value: unknown, ${TO}`;
export const SMS = `effect: message, channel: sms, ${TO}`;
export const STATUS = '{ path: /s, done: { status: 200 }, notDone: { status: 404 } }';
