import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import type { Rule, RuleAction } from '../../catalogue/rule/definition.js';
import { sampleBrands } from './sample-brands.js';

/** An action of a test's rule: by name, or with fields and a name of its own. */
export type GivenAction = string | (Pick<RuleAction, 'action'> & Partial<RuleAction>);

/** A rule that is on for everybody and fires on deposits, unless a test says otherwise. */
export function ruleOf(name: string, actions: readonly GivenAction[], changes: Partial<Rule> = {}): Rule {
  return {
    name,
    title: name,
    trigger: 'event',
    on: ['deposit.made'],
    enabled: true,
    from: null,
    until: null,
    holdout: 0,
    campaigns: [],
    lookups: [],
    conditions: [],
    actions: actions.map((one) => ({
      fields: {},
      ...(typeof one === 'string' ? { action: one, as: one } : { as: one.action, ...one }),
    })),
    inOrder: false,
    stopOnFailure: false,
    ...changes,
  };
}

/** Gives a brand these rules only. */
export function withRules(...rules: readonly Rule[]): (brand: BrandCatalogue) => BrandCatalogue {
  return (brand) => ({ ...brand, rules: new Map(rules.map((rule) => [rule.name, rule])) });
}

/** The sample brand lucky with these rules only. */
export function luckyWith(...rules: readonly Rule[]): BrandCatalogue {
  const lucky = sampleBrands().find(({ brand }) => brand === 'lucky');
  if (!lucky) throw new Error('no lucky');
  return withRules(...rules)(lucky);
}
