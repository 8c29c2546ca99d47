import { isJsonObject } from '../../workflows/contracts/json.js';
import { NATIVE_KEYS } from '../action/native.js';
import { definitionSchema, type PublishedSchema } from './publish.js';
import { SECTION_SCHEMAS, type SectionSchema } from './sections.js';

const INTRODUCTION = `# The catalogue

<!-- Written by \`npm run cli -- schema\` from catalogue/schema/: change it there. -->

A folder of YAML says what each brand has. \`WAYPOST_CATALOGUE\` names it; without that the samples in
\`catalogue/samples/\` run. \`npm run cli -- validate [FOLDER]\` reports every fault at once, with file, line and fix. Processes
load a changed folder by themselves; one with faults is refused, and the running one stays in use.

\`\`\`
shared/   events.yaml actions.yaml lookups.yaml rules.yaml sources.yaml     for every brand
lucky/    brand.yaml destinations.yaml journeys.yaml                        of one brand; the folder has its name
          events.yaml actions.yaml lookups.yaml rules.yaml sources.yaml     its own, or merged over the shared ones
\`\`\`

A brand's definition is merged over the shared one of the same name, key by key. Journeys are typed by the shared one, so
only that can set an action's \`effect\`, \`value\`, \`fields\`, \`answer\` and \`notificationType\`, and a lookup's \`params\`,
\`select\` and \`answer\`. Names are lower case letters, digits and dashes. A duration is a number and a unit: \`10 s\`, \`75 hours\`.
Secrets are always references: \`{ env: NAME }\` or \`{ file: PATH }\`.

**A brand takes all shared definitions**, unless \`brand.yaml\` says otherwise: \`uses: { actions: [tag-for-campaign] }\` takes
only what it names, plus all events; \`except: { rules: [unibo-opt-in] }\` takes all the others. A shared rule fires only
for brands that take it. Start a new brand with \`uses: {}\`; \`validate\` names the line that adds what is missing.

**Option lists at run time**: an action with \`check: options\` refuses a call whose \`select\` field has a value that its option
list lacks. The refusal names both. The list comes from a copy that each worker keeps for the list's \`cache\`; before an
old copy refuses anything, the worker asks for the list again. If a list does not answer within a second, needs params, or
is incomplete, the call passes and the journal says that the field is not checked. Without \`check\` a value is sent as given.

**Native calls** exist for brands whose \`operatorApi\` supports them: the actions \`credit-bonus-code\` and
\`credit-bonus-funds\`, the option list \`bonuses\`. They need no URL, method or auth; a catalogue can only set
${NATIVE_KEYS.map((key) => `\`${key}\``).join(', ')}.
Their mode is \`once\`: set \`idempotent\` if the platform honours \`Idempotency-Key\`.

**Placeholders** are \`{{event.x}}\`, \`{{state.x}}\`, \`{{fields.x}}\`, \`{{lookup.name.x}}\`, \`{{params.x}}\` and the like. Filters
follow a bar: \`default: "none"\` replaces a missing value, \`omit\` leaves its key out, \`string\`, \`number\` and
\`boolean\` convert. A field that is not \`required\` needs a \`default\`, or one of the first two filters where it is used:
otherwise a call without it is refused. In a path a value is one part: a slash, backslash, control character, or a value that
some server decodes to \`.\` or \`..\`, refuses the call and names the placeholder. \`{{fields.folder | segments}}\` allows
several parts, \`a/b\`; the fast-track dialect has no filters. Liquid tags (\`{% if %}\`) are not supported.

Editors complete and check the files by the JSON Schemas in \`catalogue/schema/published/\`: begin a file with
\`# yaml-language-server: $schema=…/actions.json\`, in a brand's folder \`actions.brand.json\`.
`;

/** The reference page of the catalogue, in Markdown. */
export function referencePage(): string {
  return [INTRODUCTION, ...SECTION_SCHEMAS.map(chapter)].join('\n');
}

function chapter({ section, about, kinds }: SectionSchema): string {
  const tables = Object.entries(kinds).map(([kind, schema]) => {
    const rows = rowsOf(definitionSchema(schema), '');
    const head = Object.keys(kinds).length > 1 ? `### ${kind.charAt(0).toUpperCase()}${kind.slice(1)}\n\n` : '';
    return `${head}| key | value | unless given | what |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return [`## ${section}.yaml\n\n${about}\n`, ...tables].join('\n');
}

function rowsOf(schema: PublishedSchema, above: string): string[] {
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries(childrenOf(schema, 'properties')).flatMap(([key, child]) => {
    const name = above === '' ? key : `${above}.${key}`;
    const preset = child['default'];
    const missing = required.includes(key) ? '**required**' : preset === undefined ? '' : code(preset);
    const meaning = typeof child['description'] === 'string' ? child['description'] : '';
    const row = `| ${[`\`${name}\``, kindOf(child), missing, meaning].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    return [row, ...below(child, name)];
  });
}

/** The keys of what a key holds: a mapping, a list of mappings, or mappings by name. */
function below(schema: PublishedSchema, name: string): string[] {
  if (isJsonObject(schema['properties'])) return rowsOf(schema, name);
  const items = schema['items'];
  if (isJsonObject(items)) return below(items, `${name}[]`);
  const values = schema['additionalProperties'];
  if (isJsonObject(values) && isJsonObject(values['properties'])) return rowsOf(values, `${name}.<name>`);
  const options = (schema['anyOf'] ?? schema['oneOf'] ?? []) as readonly PublishedSchema[];
  const shown = new Set<string>();
  // What one of several ways of writing needs is not required as such.
  return options
    .flatMap((option) => below(option, name).map((row) => row.replace('**required**', '')))
    .filter((row) => !shown.has(row) && shown.add(row));
}

function kindOf(schema: PublishedSchema): string {
  if (Array.isArray(schema['enum'])) return schema['enum'].map(code).join(', ');
  if ('const' in schema) return code(schema['const']);
  const options = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(options)) return [...new Set((options as PublishedSchema[]).map(kindOf))].join(' or ');
  const items = schema['items'];
  if (schema['type'] === 'array') return `list of ${isJsonObject(items) ? kindOf(items) : 'anything'}`;
  return CALLED[String(schema['type'])] ?? 'anything';
}

const CALLED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'true, false',
  object: 'mapping',
  null: 'null',
};

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function childrenOf(schema: PublishedSchema, key: string): Record<string, PublishedSchema> {
  return isJsonObject(schema[key]) ? (schema[key] as Record<string, PublishedSchema>) : {};
}
