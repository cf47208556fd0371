// What a reader needs to know before an example: once, above the findings.

import type { Language } from '../../model/event.ts';
import type { RuleFinding } from '../../model/finding.ts';
import { FINDING } from './finding-words.ts';

/** Sections in which "the user" and "the contact" are not always the one who sends and the one who is addressed. */
const OF_ROLES = /^rfc6121-3\.[123]\./;

/** The lines of the legend of these findings. */
export function legendLines(
  findings: readonly Pick<RuleFinding, 'requirement' | 'parts' | 'also'>[],
  lang: Language,
): readonly string[] {
  const { legend, roles } = FINDING[lang];
  const rules = findings.flatMap(({ requirement, parts, also }) => [
    requirement,
    ...parts.map((part) => part.requirement),
    ...also,
  ]);
  return [...legend.split('\n'), ...(rules.some((id) => OF_ROLES.test(id)) ? [roles] : [])];
}
