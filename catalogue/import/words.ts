/** Words by which names and values tell what they are likely to be. */

const SECRET =
  /^(api[-_ ]?key|apikey|key|x-api-key|secret|token|password|passwd|pwd|pass|auth|signature|sig|authorization|bearer|credentials?)$|[-_](key|secret|token|password)$|^(access|auth|client|api|secret|private)[-_]?(token|key|secret)$|(secret|password|apikey|apitoken|authtoken|accesstoken)$/i;
const NUMERIC =
  /(^|_)(amount|count|number|balance|points|spins|quantity|qty|price|total|sum|percent|percentage|attempts|odds|stake|age|days|level_id)$|(Amount|Count|Number|Balance|Points|Spins|Quantity|Price|Total)$/;
const FREE_TEXT =
  /(^|_)(name|first_name|last_name|username|title|text|message|note|reason|comment|description|address|city|email|level|tag|label|subject)$|(Name|Title|Text|Message|Note|Reason|Comment|Description|Address|City|Email|Level)$/i;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PLACEHOLDER = /\{\{|\{\s*action_field\s*:|#[A-Za-z_][\w.-]*#/;

/** True if the name suggests a secret. */
export function namesSecret(name: string): boolean {
  return SECRET.test(name);
}

/** True if the value looks like a secret, whatever its name. */
export function looksSecret(value: string): boolean {
  if (UUID.test(value) || hasPlaceholder(value)) return false;
  return (
    /^eyJ[\w-]+\.[\w-]+\./.test(value) ||
    /^(sk|rk|pk|whsec|ghp|xox[a-z])[-_]\w{10,}/.test(value) ||
    /^[0-9a-f]{32,}$/i.test(value) ||
    /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w+/=-]{20,}$/.test(value)
  );
}

/** True if the name suggests a number. */
export function namesNumber(name: string): boolean {
  return NUMERIC.test(name);
}

/** True if the name suggests free text. */
export function namesFreeText(name: string): boolean {
  return FREE_TEXT.test(name);
}

/** True if the text holds a placeholder of either dialect. */
export function hasPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}

/** A name as the catalogue takes it: `Mini-game spin issued` → `mini-game-spin-issued`. */
export function nameFrom(text: string): string {
  const name = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '');
  return name === '' ? 'callback' : name;
}
