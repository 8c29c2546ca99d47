import { onTestFinished } from 'vitest';
import { parse } from 'yaml';
import type { Action } from '../../../catalogue/action/definition.js';
import type { Destination } from '../../../catalogue/destination/definition.js';
import { importDefinition, type Imported } from '../../../catalogue/import/import-definition.js';
import { ImportRefused } from '../../../catalogue/import/pasted.js';
import type { ImportDialect } from '../../../catalogue/import/read-body.js';
import { CatalogueInvalid, faultLine } from '../../../catalogue/load/faults.js';
import { loadCatalogue } from '../../../catalogue/load/load.js';
import { catalogueFolderWith } from '../../support/catalogue-folder.js';

type Written = Record<string, unknown>;

/** What came of an import, parsed; `lints` are `line: message`. */
export interface TakenIn extends Pick<Imported, 'destinations' | 'actions'> {
  readonly destination: Written;
  readonly action: Written;
  readonly lints: readonly string[];
}

/** Imports a definition of these lines. */
export function takeIn(dialect: ImportDialect, ...lines: string[]): TakenIn {
  const { lints, ...yaml } = importDefinition(lines.join('\n'), dialect);
  return {
    ...yaml,
    destination: Object.values(parse(yaml.destinations) as Record<string, Written>)[0]!,
    action: Object.values(parse(yaml.actions) as Record<string, Written>)[0]!,
    lints: lints.map(({ line, message }) => `${line}: ${message}`),
  };
}

/** Why a definition can't be imported: `line: message`. */
export function refusal(dialect: ImportDialect, ...lines: string[]): string {
  try {
    takeIn(dialect, ...lines);
  } catch (error) {
    if (error instanceof ImportRefused) return `${error.line}: ${error.message}`;
    throw error;
  }
  return 'it is imported';
}

/** Puts what was imported into the folder of a brand with guards, as `validate` reads it; the faults, or what it then has. */
export async function inBrand(
  { destinations, actions }: Pick<Imported, 'destinations' | 'actions'>,
  environment: NodeJS.ProcessEnv = {},
): Promise<{ faults: string[]; destination?: Destination; action?: Action }> {
  const folder = await catalogueFolderWith({
    'lucky/brand.yaml': `guards:
  block: { lookup: player, blockedWhen: { active: true } }
  consent: { lookup: player, passesWhen: { type: '{{channel}}' } }
`,
    'lucky/lookups.yaml': `player:
  destination: crm
  path: /{{player.id}}
  answer: { type: object, properties: { active: { type: boolean }, type: { type: string } }, required: [active, type] }
`,
    'lucky/destinations.yaml': `${destinations}crm: { url: https://crm.example }\n`,
    'lucky/actions.yaml': actions,
  });
  onTestFinished(() => folder.remove());
  try {
    const brand = loadCatalogue(folder.path, [], environment).brands.get('lucky')!;
    return { faults: [], destination: [...brand.destinations.values()][0]!, action: [...brand.actions.values()][0]! };
  } catch (error) {
    if (error instanceof CatalogueInvalid) return { faults: error.faults.map(faultLine) };
    throw error;
  }
}
