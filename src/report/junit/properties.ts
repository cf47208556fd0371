// The properties of a case in a JUnit report.

import type { RuleFinding } from '../../model/finding.ts';
import type { CaseResult } from '../../model/result.ts';
import { sideAtFault } from '../../results/blame.ts';
import { escapeControls } from '../../wording/escape-controls.ts';

interface PropertyContext {
  /** Those of the case. */
  readonly findings?: readonly RuleFinding[] | undefined;
  /** What a case that warned says. */
  readonly warning: string | undefined;
}

/** Each has a name of one word, and a value. */
export function propertiesOf(
  result: CaseResult,
  { findings = [], warning }: PropertyContext,
): readonly (readonly [kind: string, value: string])[] {
  const side = sideAtFault(result.checks);
  return [
    ['id', escapeControls(result.case.id)],
    ['title', escapeControls(result.case.title)],
    ['outcome', result.outcome],
    ...(side === undefined ? [] : [['blame', side] as const]),
    ...findings.map(({ key }) => ['finding', key] as const),
    ...result.case.requirements.map((id) => ['requirement', id] as const),
    ...result.observed.map((name) => ['observed', escapeControls(name)] as const),
    ...(result.looks === undefined ? [] : [['looks', result.looks.join(' ')] as const]),
    ...lackOf(result).map((level) => ['lacks', level] as const),
    ...unexplainedIn(result).map((count) => ['unexplained', count] as const),
    ...(warning === undefined ? [] : [['warning', warning] as const]),
  ];
}

/** The level of what the server lacks, where the case is skipped for that. */
const lackOf = ({ reason }: CaseResult): readonly string[] =>
  reason !== undefined && 'level' in reason && reason.level !== undefined ? [reason.level] : [];

/** The number of stanzas, if there are any. */
const unexplainedIn = ({ unexplained }: CaseResult): readonly string[] =>
  unexplained === undefined ? [] : [String(unexplained.reduce((sum, { count }) => sum + count, 0))];
