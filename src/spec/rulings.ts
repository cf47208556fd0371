// The rulings: what the suite does where two passages of the standards disagree.

import type { Case } from '../model/case.ts';
import type { Dispute, DisputedFailure, Ruling } from '../model/standard.ts';
import { globMatcher } from '../wording/glob.ts';
import { readSpec, type Spec } from './read-spec.ts';
import { isElsewhere, sectionUrl } from './sections.ts';

const disputedFailures = [
  'repeated',
  'request-missing',
  'request-not-shown',
  'request-shown',
  'ask-not-shown',
  'further-push',
] as const satisfies readonly DisputedFailure[];

/** The file with its schema. */
export const RULINGS: Spec<readonly Ruling[]> = {
  file: 'rulings.yaml',
  schema: (z) => {
    const bothLanguages = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });
    const passage = z.strictObject({
      place: z.string().regex(/^RFC 612[01] (\d+|[A-E])(\.\d+)*$/),
      says: bothLanguages,
    });
    const dispute = z
      .strictObject({
        requirement: z.string().exactOptional(),
        cases: z.array(z.string()).min(1),
        outcomes: z.array(z.string()).min(1).exactOptional(),
        failure: z.enum(disputedFailures).exactOptional(),
        lacking: z.literal('redelivery').exactOptional(),
      })
      .refine(
        ({ requirement, failure }) => requirement !== undefined || failure !== undefined,
        'expected a requirement or a failure',
      );
    return z.array(
      z.strictObject({
        id: z.string().regex(/^R[1-9]\d*$/),
        title: bothLanguages,
        passages: z.array(passage).min(1),
        ruling: bothLanguages,
        disputes: z.array(dispute),
      }),
    );
  },
};

/** Reads spec/rulings.yaml, by id in the order of the file. Throws if it does not fit the schema. */
export function loadRulings(): ReadonlyMap<string, Ruling> {
  const entries = readSpec(RULINGS);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  if (byId.size !== entries.length) throw new Error('spec/rulings.yaml has a duplicate id');
  return byId;
}

/** Adds to each case what the rulings dispute in it. The cases are completed in place: a copy would read their steps. */
export function addDisputes(cases: readonly Case[], rulings: ReadonlyMap<string, Ruling>): void {
  const all = [...rulings.values()].flatMap(({ id, disputes }) =>
    disputes.map(({ cases: patterns, ...dispute }) => ({
      isNamed: globMatcher(patterns),
      dispute: { ruling: id, ...dispute },
    })),
  );
  for (const aCase of cases) {
    const names = namesOf(aCase);
    const own = all.filter(({ isNamed, dispute }) => concerns(dispute, aCase) && names.some(isNamed));
    if (own.length > 0) Object.assign(aCase, { disputes: own.map(({ dispute }) => dispute) });
  }
}

/** A dispute of a ruling, and the ids of the cases that it concerns. */
export interface DisputedCases {
  readonly dispute: Dispute;
  readonly cases: readonly string[];
}

/** The disputes of a ruling, each with those of the cases that it concerns. */
export function disputedCases({ disputes }: Ruling, cases: readonly Case[]): readonly DisputedCases[] {
  return disputes.map((dispute) => {
    const isNamed = globMatcher(dispute.cases);
    const inside = cases.filter((aCase) => concerns(dispute, aCase) && namesOf(aCase).some(isNamed));
    return { dispute, cases: inside.map(({ id }) => id) };
  });
}

/**
 * Whether the case cites the requirement of the dispute, where it names one. In a case of another specification, only a rule of RFC 6120
 * that it cites is disputed: what is doubtful in RFC 6121 may be plain there.
 */
function concerns({ requirement }: Pick<Dispute, 'requirement'>, { requirements, section }: Case): boolean {
  if (requirement === undefined) return !isElsewhere(section);
  return requirements.includes(requirement) && (requirement.startsWith('rfc6120-') || !isElsewhere(section));
}

/**
 * The ids by which a dispute names a case. In a federated case two servers do what one does in the local case and the remote
 * one of the same row, so it has the disputes of both.
 */
function namesOf({ id, topology }: Case): readonly string[] {
  if (topology !== 'federated') return [id];
  return [
    id,
    id.replace(/[,[]federated\]$/, (end) => (end.startsWith(',') ? ']' : '')),
    id.replace(/federated\]$/, 'remote]'),
  ];
}

/** The address of the text of a passage: `RFC 6121 3.1.2`. */
export function passageUrl(place: string): string {
  const [, rfc = '', section = ''] = place.split(' ');
  return sectionUrl({ rfc, section });
}
