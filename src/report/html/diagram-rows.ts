// The rows of a sequence diagram: the folded transcript with the failed checks.

import type { Language } from '../../model/event.ts';
import type { Note } from '../../model/note.ts';
import type { CaseResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { actorOf } from '../../stanza/jid.ts';
import { COMMON } from '../../wording/common.ts';
import { cut, escapeControls } from '../../wording/escape-controls.ts';
import { noteText } from '../../wording/notes.ts';
import { reasonText } from '../../wording/reasons.ts';
import { failureSentence } from '../failure/failure-words.ts';
import { type Fold, foldFences, foldTranscript } from '../failure/transcript-lines.ts';
import { createRename, plainNames } from '../text/names.ts';
import { DIAGRAM, type DiagramWords, stanzaLabel } from './diagram-label.ts';
import { type Absence, absencesOf, type Mark, marksOf } from './diagram-marks.ts';

/** A row before its layout: `sessions` name lifelines, `entry` is the stanza of an arrow. */
export interface Row {
  readonly kind: 'sent' | 'received' | 'event' | 'band' | 'fence';
  readonly sessions: readonly string[];
  readonly label: string;
  readonly atMs?: number;
  readonly tone: string;
  readonly entry?: TranscriptEntry;
  /** The stanzas folded into this row: those of the setup, or those of a session that reads the state. */
  readonly folded?: readonly TranscriptEntry[];
  readonly isStateRead?: boolean;
}

interface Drawing {
  readonly result: CaseResult;
  readonly lang: Language;
  readonly words: DiagramWords;
  readonly marks: ReadonlyMap<TranscriptEntry, Mark>;
  rename(value: string): string;
}

/** Twice the rows of nine in ten cases: a bound against servers that send without end. */
const MAX_ROWS = 40;
/** Of more rows: the first, the last, and the marked ones between that are kept. */
const FIRST_ROWS = 10;
const LAST_ROWS = 15;
const MARKED_ROWS = 8;
/** Stanzas shown of a case that ended during setup: those of an actor or two. */
const LAST_SETUP = 20;
/** Letters of a sentence across the diagram. */
const MAX_SENTENCE = 140;

/** The rows of a case, from top to bottom. */
export function rowsOf(result: CaseResult, lang: Language): readonly Row[] {
  const rename = createRename(result.jids);
  const drawing = { result, lang, words: DIAGRAM[lang], marks: marksOf(result), rename };
  const withSteps = foldTranscript(result.transcript.entries);
  const folds = withSteps ?? foldSetup(result.transcript.entries);
  const drawn = folds.flatMap((fold) => rowOf(fold, withSteps !== undefined, drawing));
  const rows = joined(drawn, drawing);
  const all = absencesOf(result).reduce((before, absence) => withAbsence(before, absence, drawing), rows);
  const kept = bounded(all, drawing.words);
  return withSteps === undefined ? [...kept, ...brokenRow(drawing)] : kept;
}

/** The end of the transcript of a case that ended during setup. */
function foldSetup(transcript: readonly TranscriptEntry[]): readonly Fold[] {
  const stanzas = transcript.filter(({ kind, stanza }) => stanza !== undefined && kind !== 'fence');
  const first = stanzas.length > LAST_SETUP ? stanzas.at(-LAST_SETUP) : undefined;
  const at = first === undefined ? 0 : transcript.indexOf(first);
  const entries = transcript.slice(0, at);
  const setup: readonly Fold[] = at === 0 ? [] : [{ kind: 'setup', atMs: entries.at(-1)?.atMs ?? 0, entries }];
  return [...setup, ...foldFences(transcript.slice(at))];
}

/** Why the case is broken. */
function brokenRow({ result: { reason }, lang, words, rename }: Drawing): readonly Row[] {
  const [line = ''] = reason === undefined ? [] : reasonText(reason, lang).split('\n');
  return line === '' ? [] : [band(words.wrong(plainText(line, rename)), 'bad')];
}

function rowOf(fold: Fold, hasSteps: boolean, drawing: Drawing): readonly Row[] {
  const { words, lang, marks } = drawing;
  if (fold.kind === 'setup') {
    const stanzas = fold.entries.filter(({ stanza }) => stanza !== undefined);
    const label = words.setup(COMMON[lang].stanzas(stanzas.length));
    return [{ ...band(label, 'faint', fold.atMs), folded: stanzas }];
  }
  if (fold.kind === 'fence') {
    const isLost = fold.lost.length > 0;
    return [
      { kind: 'fence', sessions: [], label: isLost ? words.lost(fold.lost.join(', ')) : '', tone: isLost ? 'bad' : '' },
    ];
  }
  const { entry } = fold;
  if (entry.direction === 'note') return eventRow(entry, drawing);
  if (entry.stanza === undefined) return [];
  const isInStateRead = hasSteps && entry.kind === 'setup' && !marks.has(entry);
  if (isInStateRead) return [{ ...band('', 'faint', entry.atMs), folded: [entry], isStateRead: true }];
  return [arrowRow(entry, entry.stanza, drawing)];
}

function band(label: string, tone: string, atMs?: number): Row {
  return { kind: 'band', sessions: [], label, tone, ...(atMs !== undefined && { atMs }) };
}

function arrowRow(entry: TranscriptEntry, stanza: XmlElement, { result, words, marks, rename }: Drawing): Row {
  const { session, direction, atMs } = entry;
  const own = jidOf(session, result);
  const plain = stanzaLabel(stanza, { words, rename, own, direction: direction === 'sent' ? 'sent' : 'received' });
  const label = isAside(entry) ? words[entry.kind](plain) : plain;
  const mark = marks.get(entry);
  const tone = mark === undefined ? (isAside(entry) ? 'faint' : '') : toneOf(mark);
  const row = {
    sessions: [lineOf(session)],
    atMs,
    tone,
    entry,
    label: mark === undefined ? label : words[mark.kind](label),
  };
  return { kind: direction === 'sent' ? 'sent' : 'received', ...row };
}

/** Traffic that is of no step and of no fence: the label says why it is there. */
export function isAside<Entry extends Pick<TranscriptEntry, 'kind'>>(
  entry: Entry,
): entry is Entry & { readonly kind: 'auto' | 'ambient' | 'unexplained' } {
  return entry.kind === 'auto' || entry.kind === 'ambient' || entry.kind === 'unexplained';
}

function jidOf(session: string, { jids }: CaseResult): string {
  return jids[session] ?? jids[actorOf(session)] ?? session;
}

function toneOf({ kind, isWarned }: Mark): string {
  if (kind === 'closest') return 'near';
  return isWarned ? 'warn' : 'bad';
}

/** The lifeline of a session. The engine reads states with sessions one after another: they share a lifeline. */
export function lineOf(session: string): string {
  return session.replace(READER, '/reader');
}

const READER = /\/reader-\d+\.\w+$/;

function eventRow(entry: TranscriptEntry, drawing: Drawing): readonly Row[] {
  const { session, atMs, note } = entry;
  if (READER.test(session) || note === undefined) return [];
  return [{ kind: 'event', sessions: [session], label: noteLabel(note, drawing), atMs, tone: '' }];
}

function noteLabel(note: Note, { words, lang, rename }: Drawing): string {
  if (note.kind === 'connected') return words.connected;
  if (note.kind === 'ended' && note.cause.kind === 'stream-closed-by-client') return words.closed;
  if (note.kind === 'ended' && note.cause.kind === 'connection-dropped-by-client') return words.dropped;
  return plainText(noteText(note, lang), rename);
}

function plainText(text: string, rename: Drawing['rename']): string {
  return cut(escapeControls(plainNames(rename(text))), MAX_SENTENCE);
}

/** Joins rows: the stanzas of a session that reads the state, and the same event of several sessions. */
function joined(drawn: readonly Row[], { words, lang }: Drawing): readonly Row[] {
  const rows: Row[] = [];
  for (const row of drawn) {
    if (isStateRead(row) && rows.at(-1)?.kind === 'fence' && isStateRead(rows.at(-2))) rows.pop();
    const last = rows.at(-1);
    const both = last === undefined ? undefined : join(last, row);
    if (both === undefined) rows.push(row);
    else rows.splice(-1, 1, both);
  }
  while (isClosing(rows.at(-1), words)) rows.pop();
  return rows.map((row) =>
    isStateRead(row) ? { ...row, label: words.stateRead(COMMON[lang].stanzas(row.folded?.length ?? 0)) } : row,
  );
}

const isStateRead = (row: Row | undefined): boolean => row?.isStateRead === true;

function join(last: Row, row: Row): Row | undefined {
  if (isStateRead(last) && isStateRead(row))
    return { ...last, folded: [...(last.folded ?? []), ...(row.folded ?? [])] };
  if (last.kind !== row.kind || last.label !== row.label) return undefined;
  if (row.kind === 'fence') return row;
  const isElsewhere = row.sessions.every((session) => !last.sessions.includes(session));
  return row.kind === 'event' && isElsewhere ? { ...last, sessions: [...last.sessions, ...row.sessions] } : undefined;
}

/** The engine closes every stream at the end of a case: the diagram omits that. */
function isClosing(row: Row | undefined, words: DiagramWords): boolean {
  return row?.kind === 'event' && row.label === words.closed;
}

/** Puts a missing stanza before the fence that should have delivered it, and a wrong state below the rows that read it. */
function withAbsence(rows: readonly Row[], { check, cause }: Absence, drawing: Drawing): readonly Row[] {
  const { result, words, rename, lang } = drawing;
  const { session, verdict, failure } = check;
  const tone = verdict === 'warned' ? 'warn' : 'bad';
  const own = jidOf(session, result);
  const pattern = failure?.kind === 'missing' ? failure.expected : undefined;
  const row: Row =
    pattern === undefined
      ? band(words.wrong(plainText(failureSentence(check, lang), rename)), tone)
      : {
          ...{ kind: 'received', sessions: [lineOf(session)], tone: `${tone} missing` },
          label: words.missing(stanzaLabel(pattern, { words, rename, own, direction: 'received' })),
        };
  const after = cause === undefined ? rows.length : rows.findLastIndex(({ atMs = Infinity }) => atMs <= cause.atMs);
  const at = placeAfter(rows, after, failure?.kind === 'state');
  return [...rows.slice(0, at), row, ...rows.slice(at)];
}

/** The index after the next state read, before the next fence, or at the end. */
function placeAfter(rows: readonly Row[], after: number, isOfState: boolean): number {
  const next = (isIt: (row: Row) => boolean) => rows.findIndex((row, index) => index > after && isIt(row));
  const read = isOfState ? next(isStateRead) : -1;
  if (read >= 0) return read + 1;
  const fence = next(({ kind }) => kind === 'fence');
  return fence < 0 ? rows.length : fence;
}

/** Keeps the beginning, the end and the marked rows, and counts the omitted ones. */
function bounded(rows: readonly Row[], words: DiagramWords): readonly Row[] {
  if (rows.length <= MAX_ROWS) return rows;
  const between = rows.slice(FIRST_ROWS, -LAST_ROWS);
  const marked = new Set(between.filter(({ tone }) => /bad|warn|near/.test(tone)).slice(0, MARKED_ROWS));
  const kept: Row[] = [];
  let left = 0;
  for (const row of between) {
    if (!marked.has(row)) left += 1;
    if (!marked.has(row)) continue;
    if (left > 0) kept.push(band(words.leftOut(left), 'faint'));
    left = 0;
    kept.push(row);
  }
  if (left > 0) kept.push(band(words.leftOut(left), 'faint'));
  return [...rows.slice(0, FIRST_ROWS), ...kept, ...rows.slice(-LAST_ROWS)];
}
