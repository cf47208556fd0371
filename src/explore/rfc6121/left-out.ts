// What a server leaves out against a MUST, and everything is afterwards as if it had come: the play goes on after such a failure.

import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import type { Branch } from './branch.ts';
import { withoutSenders } from './move-latitude.ts';

/** Rules about stanzas that only tell what has happened, each with the name of the outcome that lacks them. */
const TELLING: Readonly<Record<string, string>> = {
  'rfc6121-3.1.3-l': 'stored request left out',
  'rfc6121-3.3.3-e': 'goodbye to the user left out',
  'rfc6121-4.2.2-b': 'initial presence for own resources left out',
  'rfc6121-4.4.2-b': 'presence for own resources left out',
  'rfc6121-4.5.2-e': 'unavailable presence for own resources left out',
  'rfc6121-A.3.3-d': 'approval left out',
  'rfc6121-A.3.4-b': 'cancellation left out',
};

/** The rule in `TELLING` that a stanza proves. */
const ruleOf = ({ proves }: ExpectedStanza): string | undefined => proves.find((rule) => TELLING[rule] !== undefined);

/** With more outcomes than these, those that leave something out take too long to judge: a play ends there at what it does not know. */
const MOST = 80;

/** The branches, and after them each one without the stanzas of one such rule, or of several. */
export function withLeftOut(branches: readonly Branch[]): readonly Branch[] {
  const lacking = branches.flatMap((one) => subsetsOf(rulesIn(one)).map((rules) => without(one, rules)));
  return [...branches, ...lacking.slice(0, Math.max(0, MOST - branches.length))];
}

const rulesIn = ({ receives }: Branch): readonly string[] => [
  ...new Set(receives.flatMap((stanza) => ruleOf(stanza) ?? [])),
];

/** All that are not empty, the smallest first. */
function subsetsOf(rules: readonly string[]): readonly (readonly string[])[] {
  const all = rules.reduce<readonly (readonly string[])[]>(
    (sets, rule) => sets.concat(sets.map((set) => [...set, rule])),
    [[]],
  );
  return all.filter(({ length }) => length > 0).sort((a, b) => a.length - b.length);
}

/** Some of them may come all the same: at some sessions, or from some. */
function without(one: Branch, rules: readonly string[]): Branch {
  const isLeftOut = (stanza: ExpectedStanza) => rules.includes(ruleOf(stanza) ?? '');
  const gone = one.receives.filter(isLeftOut);
  return {
    ...one,
    names: [...one.names, ...rules.map((rule) => TELLING[rule] ?? '')],
    receives: one.receives.filter((stanza) => !isLeftOut(stanza)),
    may: [...one.may, ...gone.map((stanza) => ({ ...stanza, proves: [], further: [] }))],
    // What has changed a roster there has been sent.
    violates: [...one.violates, ...gone.flatMap(({ proves }) => withoutSenders(proves))],
  };
}
