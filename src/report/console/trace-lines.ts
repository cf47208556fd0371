// The lines of the trace for one entry of a transcript.

import type { Case } from '../../model/case.ts';
import type { Language } from '../../model/event.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { trafficText } from '../../wording/traffic.ts';
import { endsOf, noteOf, TRANSCRIPT } from '../failure/transcript-lines.ts';
import { pad, widthOf } from '../text/columns.ts';
import type { Paint, Style } from '../text/paint.ts';
import { compactXml, prettyXml, type Rename } from '../text/xml-text.ts';
import { fitColumns } from './live-fit.ts';
import { traceLabel } from './trace-label.ts';

/** Columns of a label: `iq error service-unavailable` fits. */
const LABEL = 28;

export interface TraceStyle extends Style {
  readonly rename: Rename;
  /** Writes the XML in full below the line. */
  readonly isWhole: boolean;
  /** Cuts lines to this width; undefined: does not cut. */
  readonly columns: number | undefined;
}

/** Milliseconds since the case began, from whom to whom, a label, and the XML on the same line or below. */
export function traceLines(aCase: Case, entry: TranscriptEntry, style: TraceStyle): readonly string[] {
  const { paint, lang, columns } = style;
  const { kind, stanza, atMs } = entry;
  const isStep = kind === 'step';
  // A note of what happened to the servers is no traffic.
  const isNote = kind === 'ambient' && stanza === undefined;
  const color = isStep ? colorOf(entry, paint) : paint.dim;
  const text = inlineText(entry, style);
  const parts = [
    paint.dim(`${atMs.toFixed(0).padStart(8)} ms`),
    cell(endsOf(entry, lang), endsWidth(aCase, lang), color),
    ...(stanza === undefined ? [] : [cell(fitColumns(traceLabel(stanza), LABEL), LABEL, color)]),
    ...(isStep || isNote ? [] : [paint.dim(`(${trafficText(entry, lang)})`)]),
    ...(text === undefined ? [] : [isStep ? text : paint.dim(text)]),
  ];
  const line = parts.join('  ').trimEnd();
  return [columns === undefined ? line : fitColumns(line, columns), ...linesBelow(entry, style)];
}

/** The text in colour, with blanks up to the width. */
function cell(text: string, width: number, color: (text: string) => string): string {
  return color(text) + pad('', width - widthOf(text));
}

function inlineText(entry: TranscriptEntry, { rename, isWhole, lang }: TraceStyle): string | undefined {
  const { stanza } = entry;
  if (stanza === undefined) return escapeControls(rename(noteOf(entry, lang)));
  return isWhole ? undefined : compactXml(stanza, rename);
}

function linesBelow({ stanza }: TranscriptEntry, { rename, isWhole }: TraceStyle): readonly string[] {
  if (stanza === undefined || !isWhole) return [];
  return prettyXml(stanza, rename).map((line) => `${' '.repeat(13)}${line}`);
}

/** Columns of the longest session name of the case, with the server beside it. */
function endsWidth(aCase: Case, lang: Language): number {
  const refs = aCase.actors.flatMap((actor) => actor.sessions.map(({ ref }) => ref));
  return Math.max(0, ...refs.map((ref) => widthOf(`${ref} -> ${TRANSCRIPT[lang].server}`)));
}

function colorOf({ direction, stanza }: TranscriptEntry, paint: Paint): (text: string) => string {
  if (stanza?.attrs['type'] === 'error') return paint.warn;
  return direction === 'received' ? paint.good : paint.strong;
}
