// One section of the console report: counts, and with -v its failures in full.

import type { Language, ReporterSetup } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { RunInfo } from '../../model/run.ts';
import { countOutcomes, occurring } from '../../results/outcomes.ts';
import { loadSectionTitles, sectionTitle } from '../../spec/sections.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { type FailureContext, failedCaseText, headline, reasonLines } from '../failure/failed-case-text.ts';
import { createLineBudget } from '../failure/failure-words.ts';
import { sectionNumber } from '../text/citation.ts';
import { createRename } from '../text/names.ts';
import { outcomeColor, type Paint } from '../text/paint.ts';
import { CONSOLE } from './console-words.ts';

interface SectionSetup {
  readonly info: RunInfo;
  readonly paint: Paint;
  /** Writes every case that did not pass; otherwise the counts alone. */
  readonly isWhole: boolean;
}

/** Makes the function that writes sections in order. It writes a reason in full only once. */
export function createSectionText(setup: ReporterSetup, { info, paint, isWhole }: SectionSetup) {
  const titles = loadSectionTitles();
  const { requirements, trace, lang } = setup;
  const budget = createLineBudget();
  const context: FailureContext = { requirements, paint, trace, lang, budget, rerun: info.rerun };
  const firstWith = new Map<string, string>();

  return (section: string, results: readonly CaseResult[]): string => {
    if (results.length === 0) return '';
    const number = paint.strong(escapeControls(sectionNumber(section, titles, lang)));
    const title = `${number}  ${sectionTitle(titles, section, lang)}`.trimEnd();
    const shown = isWhole ? results : [];
    const texts = shown.map((result) => caseText(result, context, firstWith)).filter((text) => text !== '');
    return [`${CONSOLE[lang].section(title, countsText(results, paint, lang))}\n`, ...texts].join('');
  };
}

/** `380 passed, 3 failed`: the outcomes that occur. */
export function countsText(results: readonly CaseResult[], paint: Paint, lang: Language): string {
  const words = COMMON[lang];
  const counts = countOutcomes(results);
  return occurring(counts)
    .map((outcome) => outcomeColor(outcome, paint)(words.outcomes(counts[outcome], words[outcome])))
    .join(words.comma);
}

function caseText(result: CaseResult, context: FailureContext, firstWith: Map<string, string>): string {
  const { outcome } = result;
  const isQuiet = outcome === 'passed' || outcome === 'skipped' || result.knownFailure !== undefined;
  if (!isQuiet)
    return outcome === 'broken' ? brokenText(result, context, firstWith) : `\n${failedCaseText(result, context)}\n`;
  if (result.knownFailure === undefined) return '';
  return `  ${headline(result, context)}\n    ${escapeControls(COMMON[context.lang].knownFailure(result.knownFailure))}\n`;
}

function brokenText(result: CaseResult, context: FailureContext, firstWith: Map<string, string>): string {
  const reason = reasonLines(result, createRename(result.jids), context.lang).join('\n');
  const first = firstWith.get(reason);
  if (first !== undefined)
    return `  ${headline(result, context)}\n    ${CONSOLE[context.lang].sameReason(escapeControls(first))}\n`;
  firstWith.set(reason, result.case.id);
  return `\n${failedCaseText(result, context)}\n`;
}
