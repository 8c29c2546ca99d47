import { z } from 'zod';
import { shapeOf } from '../../../api/http/components.js';

interface Contract {
  readonly outcome: 'delivered' | 'refused';
  readonly calls: readonly { readonly step: string }[];
  readonly note?: string;
}

const good = {
  outcome: z.enum(['delivered', 'refused']),
  calls: z.array(z.object({ step: z.string() })),
  note: z.string().optional(),
};

shapeOf<Contract>()(good);

// @ts-expect-error a value of the contract is missing
shapeOf<Contract>()({ ...good, outcome: z.enum(['delivered']) });

// @ts-expect-error a value of another type
shapeOf<Contract>()({ ...good, calls: z.array(z.object({ step: z.number() })) });

// @ts-expect-error a property that the contract lacks
shapeOf<Contract>()({ ...good, reason: z.string() });

// @ts-expect-error a property of the contract is missing
shapeOf<Contract>()({ outcome: good.outcome, calls: good.calls });
