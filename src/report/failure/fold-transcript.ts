// A transcript with its setup and its fences folded, for texts and diagrams.

import type { TranscriptEntry } from '../../model/session.ts';

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
