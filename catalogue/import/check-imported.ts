import { checkBrands } from '../brand/check.js';
import { readBrand } from '../brand/read.js';
import { fieldName, type Section, type UnplacedFault } from '../load/faults.js';
import { readYaml, type YamlFile } from '../load/yaml-file.js';
import { ImportFaults, ImportRefused, type Key, type Pasted } from './pasted.js';

const BRAND = 'imported';

/** The pasted key behind each part of an action or destination. */
const KEYS: Readonly<Record<string, Key>> = {
  path: 'url',
  query: 'url',
  url: 'url',
  allow: 'url',
  auth: 'auth',
  notificationType: 'notificationType',
};

/**
 * Checks what was made as `validate` would, so that whatever comes out is valid. `environment` has the variables that
 * URLs are in.
 * @throws ImportRefused with every fault at the line that is to blame
 */
export function checkImported(
  yaml: { readonly destinations: string; readonly actions: string },
  environment: NodeJS.ProcessEnv,
  pasted: Pasted,
): void {
  const own = new Map<Section, YamlFile>([
    ['destinations', readYaml('destinations.yaml', yaml.destinations)],
    ['actions', readYaml('actions.yaml', yaml.actions)],
  ]);
  const unread = [...own.values()].flatMap(({ faults }) => faults);
  const read = readBrand({ brand: BRAND, own, shared: new Map(), environment });
  const findings = [...read.findings, ...checkBrands([read.catalogue], [], () => true)];
  if (unread[0]) throw new ImportRefused(1, `the generated YAML can't be read: ${unread[0].message}`);
  const faults = new ImportFaults();
  for (const finding of findings) {
    // Which guards there are is the brand's to say.
    if (finding.path[1] === 'guards' || finding.path[1] === 'channel') continue;
    const message = `${fieldName(finding.path.slice(1))} ${finding.message}`.trim();
    faults.add({ line: lineOf(finding, pasted), message });
  }
  const refusal = faults.refusal();
  if (refusal) throw refusal;
}

function lineOf({ path: [, part, name] }: UnplacedFault, { entries, headers, fields, body }: Pasted): number {
  const key = KEYS[String(part)];
  const entry =
    part === 'headers'
      ? headers.get(String(name))
      : part === 'fields'
        ? fields.get(String(name))
        : part === 'body'
          ? body
          : key && entries.get(key);
  return entry?.line ?? body?.line ?? entries.get('url')?.line ?? 1;
}
