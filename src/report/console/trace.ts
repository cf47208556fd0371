// The trace of a run: the stanzas of each case, told when it finishes or, one case at a time, as they flow.

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
 * Writes whole lines to `write`. Cases that run at once are told one by one, each when it has finished; a case that runs
 * alone reads the same, but flows.
 */
export function createTrace(
  setup: ReporterSetup,
  info: RunInfo,
  write: (text: string) => void,
): (event: RunEvent) => void {
  if (!setup.trace) return () => undefined;
  const style: Style = { paint: createPaint(setup.color), lang: setup.lang };
  let flowing: string | undefined;

  const tell = (aCase: Case, entries: readonly TranscriptEntry[], jids: CaseResult['jids']) => {
    const look = { ...style, rename: createRename(jids), isWhole: levelOf(setup) > 1, columns: setup.columns };
    write(linesText(entries.flatMap((entry) => traceLines(aCase, entry, look))));
  };
  return (event) => {
    if (event.type === 'case-started' && info.jobs === 1) {
      flowing = event.case.id;
      write(titleText(event.case, style));
    } else if (event.type === 'stanza' && event.case.id === flowing && isShown(event.entry, setup)) {
      tell(event.case, [event.entry], event.jids);
    } else if (event.type === 'case-finished') {
      const { result } = event;
      if (flowing !== result.case.id) write(titleText(result.case, style));
      tell(result.case, untold(result, flowing === result.case.id, setup), result.jids);
      write(endText(result, style));
      flowing = undefined;
    }
  };
}

const levelOf = ({ verbosity = 0 }: ReporterSetup): number => verbosity;

/** Setting up and fences are shown from -v on. */
function isShown({ kind }: TranscriptEntry, setup: ReporterSetup): boolean {
  return levelOf(setup) > 0 || (kind !== 'setup' && kind !== 'fence');
}

/** What is left to show at the end; a case that never got beyond setting up is shown whole. */
function untold({ transcript }: CaseResult, hasFlown: boolean, setup: ReporterSetup): readonly TranscriptEntry[] {
  const isPlayed = transcript.some(({ kind }) => kind === 'step');
  return transcript.filter((entry) => (isShown(entry, setup) ? !hasFlown : !isPlayed));
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
