// The trace of a run: the stanzas of each case, when it finishes, or as they come if one case runs at a time.

import type { Case } from '../../model/case.ts';
import type { ReporterSetup, RunEvent } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { RunInfo } from '../../model/run.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { reasonLines } from '../failure/failed-case-text.ts';
import { createRename } from '../text/names.ts';
import { createPaint, outcomeColor, type Style } from '../text/paint.ts';
import { traceLines } from './trace-lines.ts';

export const TRACE = catalogue(
  {
    ended: (outcome: string, ms: string) => `${outcome} after ${ms} ms`,
    look: (look: number) => `run ${look}`,
    decided: (outcome: string, looks: number) => `${outcome} by ${looks} runs`,
  },
  {
    ended: (outcome, ms) => `${outcome}，用时 ${ms} ms`,
    look: (look) => `第 ${look} 次运行`,
    decided: (outcome, looks) => `${outcome}（由 ${looks} 次运行判定）`,
  },
);

/**
 * Passes whole lines to `write`. Writes looks that run in parallel one after another, each when it has ended. Writes the
 * first look at a case that runs alone entry by entry, with the same text. Where several looks decide a case, says so.
 */
export function createTrace(
  setup: ReporterSetup,
  info: RunInfo,
  write: (text: string) => void,
): (event: RunEvent) => void {
  if (!setup.trace) return () => undefined;
  const style: Style = { paint: createPaint(setup.color), lang: setup.lang };
  let current: string | undefined;

  const writeEntries = (aCase: Case, entries: readonly TranscriptEntry[], jids: CaseResult['jids']) => {
    const look = { ...style, rename: createRename(jids), isWhole: levelOf(setup) > 1, columns: setup.columns };
    write(linesText(entries.flatMap((entry) => traceLines(aCase, entry, look))));
  };
  const seen = new Set<string>();
  const writeEnd = (result: CaseResult, look: number) => {
    const isLive = current === result.case.id && look === 1;
    if (!isLive) write(titleText(result.case, style, look));
    writeEntries(result.case, unwritten(result, isLive, setup), result.jids);
    write(endText(result, style));
    seen.add(result.case.id);
    if (isLive) current = undefined;
  };
  return (event) => {
    if (event.type === 'case-started' && info.jobs === 1 && (event.look ?? 1) === 1) {
      current = event.case.id;
      write(titleText(event.case, style));
    } else if (event.type === 'stanza' && event.case.id === current && isShown(event.entry, setup)) {
      writeEntries(event.case, [event.entry], event.jids);
    } else if (event.type === 'case-looked') {
      writeEnd(event.result, event.look);
    } else if (event.type === 'case-finished') {
      const { result } = event;
      if (!seen.has(result.case.id)) writeEnd(result, 1);
      else if (result.looks !== undefined) write(titleText(result.case, style) + decidedText(result, style));
    }
  };
}

const levelOf = ({ verbosity = 0 }: ReporterSetup): number => verbosity;

/** -v shows setup and fences. */
function isShown({ kind }: TranscriptEntry, setup: ReporterSetup): boolean {
  return levelOf(setup) > 0 || (kind !== 'setup' && kind !== 'fence');
}

/** The entries to write at the end of a case. A case that ended during setup is shown in full. */
function unwritten(
  { transcript: { entries } }: CaseResult,
  wasLive: boolean,
  setup: ReporterSetup,
): readonly TranscriptEntry[] {
  const hasSteps = entries.some(({ kind }) => kind === 'step');
  return entries.filter((entry) => (isShown(entry, setup) ? !wasLive : !hasSteps));
}

function titleText({ id, title }: Case, { paint, lang }: Style, look = 1): string {
  const number = look === 1 ? '' : COMMON[lang].bracketed(TRACE[lang].look(look));
  return `\n${paint.strong(escapeControls(id))}  ${escapeControls(title)}${number}\n`;
}

function decidedText({ outcome, looks = [], reason, ...result }: CaseResult, { paint, lang }: Style): string {
  const end = TRACE[lang].decided(COMMON[lang][outcome], looks.length);
  const why = reasonLines({ ...result, outcome, reason }, createRename(result.jids), lang).map((line) => `  ${line}`);
  return linesText([`  ${outcomeColor(outcome, paint)(end)}`, ...why]);
}

function endText(result: CaseResult, { paint, lang }: Style): string {
  const { outcome, durationMs, jids } = result;
  const end = TRACE[lang].ended(COMMON[lang][outcome], durationMs.toFixed(0));
  const reason = reasonLines(result, createRename(jids), lang).map((line) => `  ${line}`);
  return linesText([`  ${outcomeColor(outcome, paint)(end)}`, ...reason]);
}

function linesText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
