// The transcript of a case, one line a stanza: when, from whom to whom, and its XML; its setup and its fences are folded.

import type { Language } from '../../model/event.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { isClientRef } from '../../stanza/jid.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { noteText } from '../../wording/notes.ts';
import { trafficText } from '../../wording/traffic.ts';
import type { Paint, Style } from '../text/paint.ts';
import { pad, widthOf } from '../text/wrap.ts';
import { compactXml, type Rename } from '../text/xml-text.ts';

export const TRANSCRIPT = catalogue(
  {
    server: 'server',
    setup: 'setup',
    fence: 'pings',
    folded: (stanzas: string) => `${stanzas}, shown with --trace`,
    lost: (sessions: string) => `no answer to the ping of ${sessions}`,
    aside: (text: string, kind: string) => `${text}  (${kind})`,
  },
  {
    server: '服务器',
    setup: '准备',
    fence: '栅栏',
    folded: (stanzas) => `${stanzas}，用 --trace 查看`,
    lost: (sessions) => `丢失：${sessions} 的 ping 没有应答`,
    aside: (text, kind) => `${text}  （${kind}）`,
  },
);

interface TranscriptOptions extends Style {
  readonly rename: Rename;
  /** Shows the stanzas of setup and of fences. */
  readonly trace: boolean;
  /** Selects the entries that show a failure. */
  isMarked(entry: TranscriptEntry): boolean;
}

interface Line {
  readonly atMs: number;
  readonly who: string;
  readonly what: string;
  readonly tone: 'plain' | 'dim' | 'marked';
}

/**
 * One line an entry: milliseconds since the case began, `juliet/balcony -> server` or `server -> juliet/balcony`, the
 * stanza. A marked line begins with `>`. Without `trace`, setup is one line with a count and each fence is one line; a
 * case that ended during setup is shown in full.
 */
export function transcriptLines(transcript: readonly TranscriptEntry[], options: TranscriptOptions): readonly string[] {
  const folds = options.trace ? undefined : foldTranscript(transcript);
  const lines = folds?.map((fold) => foldLine(fold, options)) ?? transcript.map((entry) => entryLine(entry, options));
  const width = Math.max(0, ...lines.map(({ who }) => widthOf(who)));
  return lines.map((line) => lineText(line, width, options.paint));
}

function lineText({ tone, atMs, who, what }: Line, width: number, paint: Paint): string {
  const mark = tone === 'marked' ? '>' : ' ';
  const text = `${mark} ${atMs.toFixed(0).padStart(6)} ms  ${pad(who, width)}  ${what}`.trimEnd();
  if (tone === 'plain') return text;
  return tone === 'dim' ? paint.dim(text) : paint.bad(text);
}

function entryLine(entry: TranscriptEntry, options: TranscriptOptions): Line {
  const { atMs, kind, stanza } = entry;
  const { lang, rename } = options;
  const words = TRANSCRIPT[lang];
  const text = stanza === undefined ? escapeControls(rename(noteOf(entry, lang))) : compactXml(stanza, rename);
  // A note of what happened to the servers is no traffic.
  const isPlain = kind === 'step' || (kind === 'ambient' && stanza === undefined);
  const tone = options.isMarked(entry) ? 'marked' : kind === 'step' ? 'plain' : 'dim';
  return {
    atMs,
    who: endsOf(entry, lang),
    what: isPlain ? text : words.aside(text, trafficText(entry, lang)),
    tone,
  };
}

/** Who sent an entry to whom: `juliet/balcony -> server`; the session of a note. Of a client under test, the server's end is the session. */
export function endsOf({ session, direction }: TranscriptEntry, lang: Language): string {
  const { server } = TRANSCRIPT[lang];
  const name = escapeControls(session);
  if (isClientRef(session)) {
    return { sent: `${server} -> ${name}`, received: `${name} -> ${server}`, note: name }[direction];
  }
  return { sent: `${name} -> ${server}`, received: `${server} -> ${name}`, note: name }[direction];
}

function foldLine(fold: Fold, options: TranscriptOptions): Line {
  if (fold.kind === 'entry') return entryLine(fold.entry, options);
  const words = TRANSCRIPT[options.lang];
  const { atMs } = fold;
  if (fold.kind === 'setup') {
    const count = fold.entries.filter((entry) => entry.stanza !== undefined).length;
    return { atMs, who: words.setup, what: words.folded(COMMON[options.lang].stanzas(count)), tone: 'dim' };
  }
  if (fold.lost.length === 0) return { atMs, who: words.fence, what: '', tone: 'dim' };
  return { atMs, who: words.fence, what: words.lost(fold.lost.join(', ')), tone: 'marked' };
}

/** The note of an entry in words; empty for a stanza. */
export function noteOf({ note }: TranscriptEntry, lang: Language): string {
  return note === undefined ? '' : noteText(note, lang);
}

export type Fold =
  | { readonly kind: 'entry'; readonly entry: TranscriptEntry }
  | { readonly kind: 'setup'; readonly atMs: number; readonly entries: readonly TranscriptEntry[] }
  /** `lost`: sessions whose ping was not answered. */
  | { readonly kind: 'fence'; readonly atMs: number; readonly lost: readonly string[] };

/** Folds the setup into one and each fence into one; undefined for a case that ended during setup. */
export function foldTranscript(transcript: readonly TranscriptEntry[]): readonly Fold[] | undefined {
  const begin = transcript.findIndex((entry) => entry.kind === 'step' || isOfServers(entry));
  if (begin < 0) return undefined;
  const entries = transcript.slice(0, begin);
  const setup: readonly Fold[] = begin === 0 ? [] : [{ kind: 'setup', atMs: entries.at(-1)?.atMs ?? 0, entries }];
  return [...setup, ...foldFences(transcript.slice(begin))];
}

/**
 * Puts each fence where its last ping was answered: what arrived before that belongs before the fence. Reads backwards,
 * because a fence reaches back to the action before it: a stanza sent or a stream closed.
 */
export function foldFences(entries: readonly TranscriptEntry[]): readonly Fold[] {
  const folds: Fold[] = [];
  let isInFence = false;
  for (const [index, entry] of [...entries.entries()].reverse()) {
    if (entry.kind === 'fence') {
      if (!isInFence) folds.push(fenceFold(entries.slice(0, index + 1)));
      isInFence = true;
      continue;
    }
    if (isAction(entry)) isInFence = false;
    folds.push({ kind: 'entry', entry });
  }
  return folds.reverse();
}

function isAction(entry: TranscriptEntry): boolean {
  return isOfServers(entry) || (entry.direction !== 'received' && (entry.kind === 'step' || entry.kind === 'setup'));
}

/** A step has done something to the servers. */
function isOfServers({ note }: TranscriptEntry): boolean {
  return note?.kind === 'streams-cut' || note?.kind === 'streams-restored' || note?.kind === 'server-restarted';
}

/** The fence that ends with the last of `entries`. */
function fenceFold(entries: readonly TranscriptEntry[]): Fold {
  const fence = entries.slice(entries.findLastIndex(isAction) + 1).filter((entry) => entry.kind === 'fence');
  const sent = (session: string) => fence.filter((e) => e.session === session && e.direction === 'sent').length;
  const answered = (session: string) => fence.filter((e) => e.session === session && e.direction === 'received').length;
  const lost = [...new Set(fence.map((entry) => entry.session))].filter((s) => sent(s) > answered(s));
  return { kind: 'fence', atMs: fence.at(-1)?.atMs ?? 0, lost };
}
