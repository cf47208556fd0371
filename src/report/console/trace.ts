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
  { ended: (outcome: string, ms: string) => `${outcome} after ${ms} ms` },
  { ended: (outcome, ms) => `${outcome}，用时 ${ms} ms` },
);

/**
 * Passes whole lines to `write`. Writes cases that run in parallel one after another, each when it has finished. Writes
 * a case that runs alone entry by entry, with the same text.
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
  return (event) => {
    if (event.type === 'case-started' && info.jobs === 1) {
      current = event.case.id;
      write(titleText(event.case, style));
    } else if (event.type === 'stanza' && event.case.id === current && isShown(event.entry, setup)) {
      writeEntries(event.case, [event.entry], event.jids);
    } else if (event.type === 'case-finished') {
      const { result } = event;
      if (current !== result.case.id) write(titleText(result.case, style));
      writeEntries(result.case, unwritten(result, current === result.case.id, setup), result.jids);
      write(endText(result, style));
      current = undefined;
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

function titleText({ id, title }: Case, { paint }: Style): string {
  return `\n${paint.strong(escapeControls(id))}  ${escapeControls(title)}\n`;
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
