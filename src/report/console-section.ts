// One section in the console report: a count, and in full what did not pass.

import type { CaseResult, ReporterSetup, RunInfo } from '../model.ts';
import { loadSectionTitles, sectionTitle } from '../spec/section-map.ts';
import { type FailureContext, failureText, headline, reasonLines } from './failure-text.ts';
import { createRename } from './names.ts';
import { outcomeColor, type Paint } from './paint.ts';
import { countOutcomes } from './tally.ts';
import { visible } from './visible.ts';

/** Makes the writer of sections, in their order: a long reason that many cases share is told once. */
export function createSectionText(setup: ReporterSetup, info: RunInfo, paint: Paint) {
  const titles = loadSectionTitles();
  const { requirements, trace } = setup;
  const context: FailureContext = { requirements, paint, trace, rerun: info.rerun };
  const firstWith = new Map<string, string>();

  return (section: string, results: readonly CaseResult[]): string => {
    if (results.length === 0) return '';
    const title = `${paint.strong(visible(section))}  ${sectionTitle(titles, section)}`.trimEnd();
    const texts = results.map((result) => caseText(result, context, firstWith)).filter((text) => text !== '');
    return [`${title}: ${countsText(results, paint)}\n`, ...texts].join('');
  };
}

/** `380 passed, 3 failed`: the outcomes that occur. */
export function countsText(results: readonly CaseResult[], paint: Paint): string {
  return countOutcomes(results)
    .map(({ outcome, count }) => outcomeColor(outcome, paint)(`${count} ${outcome}`))
    .join(', ');
}

function caseText(result: CaseResult, context: FailureContext, firstWith: Map<string, string>): string {
  const { outcome } = result;
  const isQuiet = outcome === 'passed' || outcome === 'skipped' || result.excused !== undefined;
  if (!isQuiet)
    return outcome === 'broken' ? brokenText(result, context, firstWith) : `\n${failureText(result, context)}\n`;
  if (context.trace) return `\n${failureText(result, context)}\n`;
  if (result.excused === undefined) return '';
  return `  ${headline(result, context.paint)}\n    ${visible(`known failure: ${result.excused}`)}\n`;
}

function brokenText(result: CaseResult, context: FailureContext, firstWith: Map<string, string>): string {
  const reason = reasonLines(result, createRename(result.jids)).join('\n');
  const first = firstWith.get(reason);
  if (first !== undefined) return `  ${headline(result, context.paint)}\n    same reason as ${visible(first)}\n`;
  firstWith.set(reason, result.case.id);
  return `\n${failureText(result, context)}\n`;
}
