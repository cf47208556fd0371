// One entry of a transcript as a line of the trace.

import type { Case } from '../../model/case.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { visible } from '../../wording/visible.ts';
import { LADDER, noteOf } from '../failure/transcript-text.ts';
import { pad, widthOf } from '../text/columns.ts';
import type { Paint, Style } from '../text/paint.ts';
import { compactXml, prettyXml, type Rename } from '../text/xml-text.ts';
import { fitColumns } from './live-fit.ts';
import { traceLabel } from './trace-label.ts';

/** Columns for what a stanza is: `iq error service-unavailable` fits. */
const LABEL = 28;

export interface TraceStyle extends Style {
  readonly rename: Rename;
  /** The XML stands below its line, in full. */
  readonly isWhole: boolean;
  /** Where lines are cut; undefined: nowhere. */
  readonly columns: number | undefined;
}

/** Time since the case began, who sent it to whom, what it is, and the XML on the same line or below. */
export function traceLines(aCase: Case, entry: TranscriptEntry, style: TraceStyle): readonly string[] {
  const { paint, lang, columns } = style;
  const words = LADDER[lang];
  const isPlay = entry.kind === 'step';
  const color = isPlay ? colorOf(entry, paint) : paint.dim;
  const plain = isPlay ? (text: string) => text : paint.dim;
  const parts = [
    paint.dim(`${entry.atMs.toFixed(0).padStart(8)} ms`),
    cell(who(entry, words.server), whoWidth(aCase, words.server), color),
    ...(entry.stanza === undefined ? [] : [cell(fitColumns(traceLabel(entry.stanza), LABEL), LABEL, color)]),
    ...(isPlay ? [] : [paint.dim(`(${words[entry.kind]})`)]),
    ...said(entry, style).map((text) => plain(text)),
  ];
  const line = parts.join('  ').trimEnd();
  return [columns === undefined ? line : fitColumns(line, columns), ...below(entry, style)];
}

/** The text in colour, and blanks up to the width. */
function cell(text: string, width: number, color: (text: string) => string): string {
  return color(text) + pad('', width - widthOf(text));
}

function said(entry: TranscriptEntry, { rename, isWhole, lang }: TraceStyle): readonly string[] {
  const { stanza } = entry;
  if (stanza === undefined) return [visible(rename(noteOf(entry, lang)))];
  return isWhole ? [] : [compactXml(stanza, rename)];
}

function below({ stanza }: TranscriptEntry, { rename, isWhole }: TraceStyle): readonly string[] {
  if (stanza === undefined || !isWhole) return [];
  return prettyXml(stanza, rename).map((line) => `${' '.repeat(13)}${line}`);
}

function who({ session, direction }: TranscriptEntry, server: string): string {
  const ref = visible(session);
  return { sent: `${ref} -> ${server}`, received: `${server} -> ${ref}`, note: ref }[direction];
}

/** The longest of the sessions that the case names. */
function whoWidth(aCase: Case, server: string): number {
  const refs = aCase.actors.flatMap((actor) => actor.sessions.map(({ ref }) => ref));
  return Math.max(0, ...refs.map((ref) => widthOf(`${ref} -> ${server}`)));
}

function colorOf({ direction, stanza }: TranscriptEntry, paint: Paint): (text: string) => string {
  if (stanza?.attrs['type'] === 'error') return paint.warn;
  return direction === 'received' ? paint.good : paint.strong;
}
