// The transcript of a case as a ladder: one line a stanza, who sent it to whom, and when.

import type { Language } from '../../model/event.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { noteText } from '../../wording/notes.ts';
import { visible } from '../../wording/visible.ts';
import { pad, widthOf } from '../text/columns.ts';
import type { Paint } from '../text/paint.ts';
import { compactXml, type Rename } from '../text/xml-text.ts';
import { type Fold, folded } from './fold-transcript.ts';

export const LADDER = catalogue(
  {
    server: 'server',
    setup: 'setting up',
    fence: 'fence',
    auto: 'automatic answer',
    ambient: 'ambient',
    folded: (stanzas: string) => `${stanzas}, shown with --trace`,
    lost: (sessions: string) => `lost: no answer to the ping of ${sessions}`,
    kind: (said: string, kind: string) => `${said}  (${kind})`,
  },
  {
    server: '服务器',
    setup: '准备',
    fence: '栅栏',
    auto: '自动应答',
    ambient: '背景流量',
    folded: (stanzas) => `${stanzas}，用 --trace 查看`,
    lost: (sessions) => `丢失：${sessions} 的 ping 没有应答`,
    kind: (said, kind) => `${said}  （${kind}）`,
  },
);

export interface LadderOptions {
  readonly lang: Language;
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
  const folds = options.trace ? undefined : folded(transcript);
  const rungs = folds?.map((fold) => foldRung(fold, options)) ?? transcript.map((entry) => rungOf(entry, options));
  const width = rungs.reduce((widest, rung) => Math.max(widest, widthOf(rung.who)), 0);
  return rungs.map((rung) => line(rung, width, options.paint));
}

function line(rung: Rung, width: number, paint: Paint): string {
  const mark = rung.tone === 'marked' ? '>' : ' ';
  const text = `${mark} ${rung.atMs.toFixed(0).padStart(6)} ms  ${pad(rung.who, width)}  ${rung.what}`.trimEnd();
  if (rung.tone === 'plain') return text;
  return rung.tone === 'dim' ? paint.dim(text) : paint.bad(text);
}

function rungOf(entry: TranscriptEntry, options: LadderOptions): Rung {
  const { session, direction, kind } = entry;
  const words = LADDER[options.lang];
  const { server } = words;
  const ends = { sent: `${session} -> ${server}`, received: `${server} -> ${session}`, note: session };
  const said =
    entry.stanza === undefined
      ? visible(options.rename(noteOf(entry, options.lang)))
      : compactXml(entry.stanza, options.rename);
  const tone = options.isMarked(entry) ? 'marked' : kind === 'step' ? 'plain' : 'dim';
  return { atMs: entry.atMs, who: ends[direction], what: kind === 'step' ? said : words.kind(said, words[kind]), tone };
}

function foldRung(fold: Fold, options: LadderOptions): Rung {
  if (fold.kind === 'entry') return rungOf(fold.entry, options);
  const words = LADDER[options.lang];
  const { atMs } = fold;
  if (fold.kind === 'setup') {
    const count = fold.entries.filter((entry) => entry.stanza !== undefined).length;
    return { atMs, who: words.setup, what: words.folded(COMMON[options.lang].stanzas(count)), tone: 'dim' };
  }
  const isLost = fold.lost.length > 0;
  return {
    atMs,
    who: words.fence,
    what: isLost ? words.lost(fold.lost.join(', ')) : '',
    tone: isLost ? 'marked' : 'dim',
  };
}

/** The note of an entry in words; empty where it is a stanza. */
export function noteOf({ note }: TranscriptEntry, lang: Language): string {
  return note === undefined ? '' : noteText(note, lang);
}
