// What a step needs that earlier ones have captured.

import type { Step } from '../model/step.ts';
import { BARE_MARKS } from '../stanza/marks.ts';
import { Broken } from './broken.ts';
import type { CaseContext } from './case-context.ts';

const CAPTURED = /\$\{(?:capture:|new:|(?=element:))([^${}]+)\}/g;
const USED = /\$\{(?:capitals:)?([A-Za-z][\w-]*)\}/g;
const SAME = /\$\{same:([^${}]+)\}/g;
/** Placeholders and marks that look like captures. */
const OTHERS: readonly string[] = [...BARE_MARKS, 'domain', 'remote', 'nonce'];

const namesIn = (text: string, mark: RegExp): readonly string[] =>
  [...text.matchAll(mark)].map(([, name = '']) => name);

/**
 * The reader of scenarios refuses a use that not every path captures. What it cannot see is a failed check that only warns in this case:
 * a ruling disputes it, or the stanza came with a detail wrong. A pattern with such a name would accuse the server. Throws `Broken`.
 */
export function needCaptures(step: Step, { fixed, captures }: Pick<CaseContext, 'fixed' | 'captures'>): void {
  const text = JSON.stringify(step);
  const here = namesIn(text, CAPTURED);
  const isKnown = (name: string) =>
    OTHERS.includes(name) || fixed.has(name) || captures.has(name) || here.includes(name);
  const isKept = (name: string) => captures.has(`element:${name}`) || here.includes(`element:${name}`);
  const unkept = namesIn(text, SAME).find((one) => !isKept(one));
  const name = namesIn(text, USED).find((one) => !isKnown(one)) ?? (unkept && `same:${unkept}`);
  if (name !== undefined) throw new Broken({ kind: 'nothing-captured', name });
}
