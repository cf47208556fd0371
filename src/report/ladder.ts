// The transcript of a case as a ladder: one line a stanza, who sent it to whom, and when.

import type { TranscriptEntry } from '../model.ts';
import { counted } from './counted.ts';
import type { Paint } from './paint.ts';
import { visible } from './visible.ts';
import { compactXml, type Rename } from './xml-text.ts';

export interface LadderOptions {
  readonly rename: Rename;
  readonly paint: Paint;
  /** Shows setting up and fences stanza by stanza. */
  readonly trace: boolean;
  /** Lines that a failure is about. */
  isMarked(entry: TranscriptEntry): boolean;
}

interface Rung {
  readonly atMs: number;
  readonly who: string;
  readonly what: string;
  readonly tone: 'plain' | 'dim' | 'marked';
}

/**
 * One line an entry: milliseconds since the case began, `juliet/balcony -> server` or `server -> juliet/balcony`,
 * the stanza. A marked line begins with `>`. Setting up is folded to a count and a fence to one line; a case that
 * never got beyond setting up is shown whole.
 */
export function ladder(transcript: readonly TranscriptEntry[], options: LadderOptions): readonly string[] {
  const begin = transcript.findIndex((entry) => entry.kind === 'play');
  const isWhole = options.trace || begin < 0;
  const rungs = isWhole ? transcript.map((entry) => rungOf(entry, options)) : foldedRungs(transcript, begin, options);
  const width = rungs.reduce((widest, rung) => Math.max(widest, rung.who.length), 0);
  return rungs.map((rung) => line(rung, width, options.paint));
}

function line(rung: Rung, width: number, paint: Paint): string {
  const mark = rung.tone === 'marked' ? '>' : ' ';
  const text = `${mark} ${rung.atMs.toFixed(0).padStart(6)} ms  ${rung.who.padEnd(width)}  ${rung.what}`.trimEnd();
  if (rung.tone === 'plain') return text;
  return rung.tone === 'dim' ? paint.dim(text) : paint.bad(text);
}

function rungOf(entry: TranscriptEntry, options: LadderOptions): Rung {
  const { session, direction, kind } = entry;
  const ends = { sent: `${session} -> server`, received: `server -> ${session}`, note: session };
  const said =
    entry.stanza === undefined ? visible(options.rename(entry.text ?? '')) : compactXml(entry.stanza, options.rename);
  const tone = options.isMarked(entry) ? 'marked' : kind === 'play' ? 'plain' : 'dim';
  return { atMs: entry.atMs, who: ends[direction], what: kind === 'play' ? said : `${said}  (${KINDS[kind]})`, tone };
}

const KINDS = { setup: 'setting up', fence: 'fence', auto: 'automatic answer', ambient: 'ambient' };

function foldedRungs(transcript: readonly TranscriptEntry[], begin: number, options: LadderOptions): readonly Rung[] {
  const setup = begin === 0 ? [] : [setupRung(transcript.slice(0, begin))];
  return [...setup, ...foldFences(transcript.slice(begin), options)];
}

function setupRung(entries: readonly TranscriptEntry[]): Rung {
  const count = entries.filter((entry) => entry.stanza !== undefined).length;
  const what = `${counted(count, 'stanza')}, shown with --trace`;
  return { atMs: entries.at(-1)?.atMs ?? 0, who: 'setting up', what, tone: 'dim' };
}

/**
 * Puts one line where the last ping of each fence was answered, since what stands before it is what the fence let
 * through. Reads backwards: a fence reaches back to the cause before it, which is a stanza sent or a stream closed.
 */
function foldFences(entries: readonly TranscriptEntry[], options: LadderOptions): readonly Rung[] {
  const rungs: Rung[] = [];
  let isInFence = false;
  for (const [index, entry] of [...entries.entries()].reverse()) {
    if (entry.kind === 'fence') {
      if (!isInFence) rungs.push(fenceRung(entries.slice(0, index + 1)));
      isInFence = true;
      continue;
    }
    if (isCause(entry)) isInFence = false;
    rungs.push(rungOf(entry, options));
  }
  return rungs.reverse();
}

function isCause(entry: TranscriptEntry): boolean {
  return entry.direction !== 'received' && (entry.kind === 'play' || entry.kind === 'setup');
}

/** The fence that ends with the last of `entries`. */
function fenceRung(entries: readonly TranscriptEntry[]): Rung {
  const fence = entries.slice(entries.findLastIndex(isCause) + 1).filter((entry) => entry.kind === 'fence');
  const sent = (session: string) => fence.filter((e) => e.session === session && e.direction === 'sent').length;
  const answered = (session: string) => fence.filter((e) => e.session === session && e.direction === 'received').length;
  const lost = [...new Set(fence.map((entry) => entry.session))].filter((s) => sent(s) > answered(s));
  const what = lost.length === 0 ? '' : `lost: no answer to the ping of ${lost.join(', ')}`;
  return { atMs: fence.at(-1)?.atMs ?? 0, who: 'fence', what, tone: lost.length === 0 ? 'dim' : 'marked' };
}
