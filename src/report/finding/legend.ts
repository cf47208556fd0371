// What a reader needs to know before an example: once, above the findings.

import type { Language } from '../../model/event.ts';
import type { Departure, RuleFinding } from '../../model/finding.ts';
import { FINDING } from './finding-words.ts';
import type { LabelledLine } from './labelled-line.ts';

/** Sections in which "the user" and "the contact" are not always the one who sends and the one who is addressed. */
const OF_ROLES = /^rfc6121-3\.[123]\./;

/**
 * The lines of the legend of these findings: only what they need. `example`: all that is shown of them; absent: they are many, so that
 * patterns and silence are among them.
 */
export function legendLines(
  findings: readonly Pick<RuleFinding, 'requirement' | 'parts' | 'also'>[],
  lang: Language,
  example?: readonly LabelledLine[],
): readonly string[] {
  const { legend, roles } = FINDING[lang];
  const [people = '', remote = '', patterns = '', silence = ''] = legend.split('\n');
  const parts = findings.flatMap((finding) => finding.parts);
  const rules = findings.flatMap(({ requirement, also }) => [requirement, ...also]);
  const isRemote = parts.some(({ shown }) => shown.some(({ result }) => result.case.topology === 'remote'));
  const hasPatterns = example?.some(({ label, isCode }) => isCode && EXPECTED.includes(label)) ?? true;
  const hasSilence = parts.some(({ departure }) => SILENT.includes(departure.kind));
  return [
    people,
    ...(isRemote ? [remote] : []),
    ...(hasPatterns ? [patterns] : []),
    ...(example === undefined || hasSilence ? [silence] : []),
    ...([...rules, ...parts.map((part) => part.requirement)].some((id) => OF_ROLES.test(id)) ? [roles] : []),
  ];
}

/** Lines that hold patterns. */
const EXPECTED: readonly LabelledLine['label'][] = ['expected', 'allowed'];

/** Departures in which something does not arrive, or should not. */
const SILENT: readonly Departure['kind'][] = ['missing', 'unexpected', 'repeated', 'outcome'];
