// The trace of a run: the stanzas of each case, when it finishes or as they come, also each case in a file of its own.

import type { Case } from '../../model/case.ts';
import type { Language, Reporter, ReporterSetup, RunEvent } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { RunInfo } from '../../model/run.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { errorCondition, payloadName } from '../../stanza/xml.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { trafficText } from '../../wording/traffic.ts';
import { reasonLines } from '../failure/failed-case-text.ts';
import { endsOf, noteOf, TRANSCRIPT } from '../failure/transcript-lines.ts';
import { createRename } from '../text/names.ts';
import { createPaint, outcomeColor, type Paint, type Style } from '../text/paint.ts';
import { pad, widthOf } from '../text/wrap.ts';
import { compactXml, prettyXml, type Rename } from '../text/xml-text.ts';
import { fitColumns } from './live-screen.ts';

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

/** Columns of a label: `iq error service-unavailable` fits. */
const LABEL = 28;

interface TraceStyle extends Style {
  readonly rename: Rename;
  /** Writes the XML in full below the line. */
  readonly isWhole: boolean;
  /** Cuts lines to this width; undefined: does not cut. */
  readonly columns: number | undefined;
}

/** Milliseconds since the case began, from whom to whom, a label, and the XML on the same line or below. */
function traceLines(aCase: Case, entry: TranscriptEntry, style: TraceStyle): readonly string[] {
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

/** Kind, type and payload or error condition: `iq set roster`, `iq error bad-request`, `presence subscribe`. */
export function traceLabel(stanza: XmlElement): string {
  const { type } = stanza.attrs;
  const payload = stanza.name === 'iq' ? payloadName(stanza) : undefined;
  const words = [stanza.name, type, type === 'error' ? errorCondition(stanza) : payload];
  return escapeControls(words.filter((word) => word !== undefined).join(' '));
}

/** Characters of a part of a path: what file systems allow is some 255 bytes. */
const MAX_PART = 120;

/** Each stanza in full, with setup and fences. */
const WHOLE = { trace: true, verbosity: 2, color: false, columns: undefined };

/** Appends to a file of this name below the directory of the traces; the first text of a run replaces the file. */
export type WriteTrace = (name: string, text: string) => void;

/** Writes every look at a case when it has ended. */
export function createTraceFiles(setup: ReporterSetup, write: WriteTrace): Reporter {
  let trace: ((event: RunEvent) => void) | undefined;
  let name = '';
  const files = createNames();
  return {
    on(event) {
      if (event.type === 'run-started') {
        const whole = { ...setup, ...WHOLE };
        // With several jobs nothing is written before a look has ended.
        trace = createTrace(whole, { ...event.info, jobs: 2 }, (text) => write(name, text));
      }
      if ('result' in event) name = files(event.result.case.id);
      trace?.(event);
    },
  };
}

/** Names of files by id. Two ids get two names, also where case does not count. */
function createNames(): (id: string) => string {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  return (id) => {
    const known = names.get(id);
    if (known !== undefined) return known;
    const plain = traceName(id);
    const name = taken.has(plain.toLowerCase()) ? `${plain}-${names.size + 1}` : plain;
    taken.add(name.toLowerCase());
    names.set(id, name);
    return name;
  };
}

/** `rfc6121/2.3.3/refused[duplicate-group]`: a slash in brackets makes no directory, and no part leads out of it. */
function traceName(id: string): string {
  const row = id.indexOf('[');
  const [path, inBrackets] = row === -1 ? [id, ''] : [id.slice(0, row), id.slice(row)];
  const parts = (path + inBrackets.replaceAll('/', '~')).split('/');
  return parts
    .map((part) =>
      part
        .replace(/[^\p{L}\p{N}._,=~[\]-]/gu, '-')
        .replace(/^\.+$/, '-')
        .slice(0, MAX_PART),
    )
    .join('/');
}
