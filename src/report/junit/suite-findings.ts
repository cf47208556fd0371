// Parts of a JUnit file: the names of suites, properties of cases, and the findings, each on the suite of its example.

import type { TestSuite } from 'junit-report-builder';
import type { Case } from '../../model/case.ts';
import type { RuleFinding } from '../../model/finding.ts';
import type { CaseResult } from '../../model/result.ts';
import { sideAtFault } from '../../results/alone.ts';
import { elsewhere } from '../../spec/sections.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { countText, didText, type FindingContext } from '../finding/finding-lines.ts';
import { findingText } from '../finding/finding-text.ts';
import { createPaint } from '../text/paint.ts';

/** The findings of each case, the weightiest first, by the id of the case. */
export function findingsByCase(findings: readonly RuleFinding[]): ReadonlyMap<string, readonly RuleFinding[]> {
  const byCase = new Map<string, RuleFinding[]>();
  for (const finding of findings) {
    for (const id of finding.cases) byCase.set(id, [...(byCase.get(id) ?? []), finding]);
  }
  return byCase;
}

/** Adds a property for each finding whose example is in the section, and the findings in full as output of the suite. */
export function addFindings(
  suite: TestSuite,
  section: string,
  findings: readonly RuleFinding[],
  context: FindingContext,
): void {
  const { lang } = context;
  const own = findings.filter(({ example }) => example.result.case.section === section);
  if (own.length === 0) return;
  for (const finding of own) {
    suite.property('finding', escapeControls(`${finding.key}: ${countText(finding, lang)}, ${didText(finding, lang)}`));
  }
  const style = { ...context, paint: createPaint(false) };
  const text = own.map((finding) => findingText(finding, 1 + findings.indexOf(finding), style)).join('\n');
  const build = suite.build.bind(suite);
  // The builder writes output of cases only.
  suite.build = (parent) => {
    const built = build(parent);
    built.ele('system-out').cdata(text.replaceAll(']]>', ']]&gt;'));
    return built;
  };
}

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

/** A section as a path: `rfc6121.2.3.3`; of another specification, `XEP-0280.9`. */
export function classname(section: string): string {
  const { specification = 'rfc6121', section: own } = elsewhere(section) ?? { section };
  return escapeControls(own === undefined ? specification : `${specification}.${own}`);
}

/**
 * The case in its class: `refused[duplicate-group]: A set that repeats a group is refused`. The class says the rest of its id, which
 * is a property. The title is English in any language: readers know a case again by its name.
 */
export function testName({ id, section, title }: Pick<Case, 'id' | 'section' | 'title'>): string {
  const [, folder, rest = ''] = /^rfc6121\/([^/]+)\/(.+)$/.exec(id) ?? [];
  const isSaid = folder !== undefined && `${section}.`.startsWith(`${folder}.`);
  return escapeControls(`${isSaid ? rest : id}: ${title}`);
}
