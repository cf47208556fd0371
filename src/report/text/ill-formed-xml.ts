import type { Language } from '../../model/event.ts';
import type { IllFormedXml } from '../../model/run.ts';
import { groupBy } from '../../results/tally.ts';
import { problemText } from '../../wording/problems.ts';

/** One kind of ill-formed XML: what the server sent, with the first excerpt, and the cases that met it. */
interface IllFormedKind {
  readonly text: string;
  readonly cases: readonly string[];
}

/** Findings of the same fault together, in the order of the first case of each. */
export function illFormedKinds(findings: readonly IllFormedXml[], lang: Language): readonly IllFormedKind[] {
  const groups = groupBy(findings, ({ fault, detail }) => `${fault} ${detail}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [{ text: problemText({ ...first, kind: 'ill-formed-xml' }, lang), cases: group.map((one) => one.case) }];
  });
}
