import { cp } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { CatalogueInvalid, faultLine } from '../../catalogue/load/faults.js';
import { catalogueFolder, loadCatalogue } from '../../catalogue/load/load.js';
import { entries } from '../../client/entries.js';
import { catalogueFolderWith } from '../support/catalogue-folder.js';

/** The sample catalogue with a brand `acme` beside its own: what it has, or its faults. */
async function beside(files: Record<string, string>): Promise<Catalogue | string[]> {
  const folder = await catalogueFolderWith(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`acme/${name}`, text])),
  );
  onTestFinished(() => folder.remove());
  for (const part of ['shared', 'lucky', 'royal']) {
    await cp(path.join(catalogueFolder({}), part), path.join(folder.path, part), { recursive: true });
  }
  try {
    return loadCatalogue(folder.path, entries, {});
  } catch (error) {
    if (error instanceof CatalogueInvalid) return error.faults.map(faultLine);
    throw error;
  }
}

const brandOf = (made: Catalogue | string[]) => {
  if (Array.isArray(made)) throw new Error(made.join('\n'));
  return made.brands.get('acme')!;
};

describe('a new brand beside the samples', () => {
  it('is added by one line, with no fault, and no shared rule fires for it', async () => {
    const acme = brandOf(await beside({ 'brand.yaml': 'uses: { sources: [fast-track-custom] }\n' }));
    expect([...acme.sources.keys()]).toEqual(['fast-track-custom']);
    expect([acme.actions.size, acme.rules.size, acme.lookups.size, acme.optionLists.size]).toEqual([0, 0, 0, 0]);
    expect(acme.events.has('deposit.made')).toBe(true);
  });

  it('takes what it names, and only that', async () => {
    const acme = brandOf(
      await beside({
        'brand.yaml': 'uses: { actions: [tag-for-campaign], rules: [campaign-started] }\n',
        'destinations.yaml': 'operator: { url: https://api.acme.example }\n',
      }),
    );
    expect([...acme.actions.keys()]).toEqual(['tag-for-campaign']);
    expect([...acme.rules.keys()]).toEqual(['campaign-started']);
  });

  it('may have something of its own under a name that it does not take', async () => {
    const acme = brandOf(
      await beside({
        'brand.yaml': 'uses: {}\n',
        'destinations.yaml': 'crm: { url: https://crm.acme.example }\n',
        'actions.yaml': 'tell-level: { effect: message, guards: [], destination: crm, path: /level }\n',
      }),
    );
    expect(acme.actions.get('tell-level')).toMatchObject({ effect: 'message', destination: 'crm', fields: {} });
  });

  it('takes all but what it excepts', async () => {
    const made = await beside({ 'brand.yaml': 'except: { rules: [unibo-opt-in], actions: [unibo-opt-in] }\n' });
    expect(Array.isArray(made) && made.length > 0).toBe(true);
    expect((made as string[]).join('\n')).not.toContain('unibo');
  });

  it('is told which line adds what it uses and does not take', async () => {
    const made = await beside({
      'brand.yaml': 'uses: { rules: [campaign-started] }\n',
      'destinations.yaml': 'operator: { url: https://api.acme.example }\n',
      'lookups.yaml': '{}\n',
      'rules.yaml': 'paid: { on: deposit.made, do: [{ action: credit-bonus-code, fields: { bonusCode: W50 } }] }\n',
    });
    expect(made).toEqual([
      expect.stringMatching(
        /"credit-bonus-code".*add operatorApi: .*supports: \[credit-bonus-code\] \} to acme\/brand\.yaml/,
      ),
      expect.stringMatching(/"tag-for-campaign".* so add tag-for-campaign to uses\.actions in acme\/brand\.yaml/),
    ]);
  });

  it.each([
    ['uses: { actions: [tag-for-campain] }', 'uses.actions[0] "tag-for-campain" is not in shared/actions.yaml'],
    ['except: { rules: [nope] }', 'except.rules[0] "nope" is not in shared/rules.yaml'],
    ['uses: { actions: [credit-bonus-code] }', 'uses.actions[0] is native'],
    ['uses: {}\nexcept: {}', "except can't be combined with uses"],
    ['uses: { action: [tell-level] }', 'did you mean "actions"?'],
  ])('can not say %s', async (yaml, message) => {
    const made = await beside({ 'brand.yaml': `${yaml}\n` });
    expect(Array.isArray(made) ? made.join('\n') : 'no fault').toContain(message);
  });
});
