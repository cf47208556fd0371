// The findings in a JUnit file: each on the suite of the section that its example belongs to.

import type { TestSuite } from 'junit-report-builder';
import type { RuleFinding } from '../../model/finding.ts';
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
