// What shows that something else uses an account or the remote domain of a case: its verdict would accuse the server of
// another's traffic.

import type { ForeignUse, Problem } from '../model/problem.ts';
import type { BrokenReason } from '../model/reason.ts';
import type { TranscriptEntry } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { actorOf, bareOf, resourceOf } from '../stanza/jid.ts';
import { child, elements, NS } from '../stanza/xml.ts';
import { findProblem } from '../wording/problems.ts';
import type { CaseContext } from './case-context.ts';
import type { Environment, Side, Watch } from './environment.ts';
import { USED_ACCOUNT } from './needs.ts';
import { namesOf } from './transcript.ts';

/** What is looked at of a case. */
interface Played {
  readonly case: Pick<CaseContext['case'], 'actors'>;
  readonly env: Pick<Environment, 'watch' | 'remote'> & { readonly peer?: Pick<Side, 'watch'> | undefined };
  readonly fixed: CaseContext['fixed'];
  readonly sessions: { readonly transcript: Pick<CaseContext['sessions']['transcript'], 'entries'> };
}

/**
 * The first sign of foreign use: of the remote domain, or of an existing account in the transcript of a case. Undefined where
 * there is none.
 */
export function foreignUse(played: Played): Problem | undefined {
  const { remote } = played.env;
  if (remote?.isShared) return { kind: 'domain-shared', domain: remote.domain };
  const clues = cluesOf(played);
  return clues && (foreignPresence(clues) ?? foreignItem(clues) ?? foreignConflict(clues));
}

/**
 * Why a case with existing accounts says nothing: a roster has an item of an earlier case, which the server kept, or brought back
 * after the account had been reset. Undefined where there is none.
 */
export function leftover(played: Played): BrokenReason | undefined {
  const clues = cluesOf(played);
  const item = clues && newItems(clues).find(({ account, contact }) => clues.watch.wereTogether(account, contact));
  return item && { kind: 'account-unclean', ...item };
}

/** Undefined where the run made all its accounts. */
function cluesOf({ case: { actors }, env: { watch: own, peer }, fixed, sessions }: Played): Clues | undefined {
  const watches = [own, peer?.watch].filter((watch) => watch !== undefined);
  if (watches.length === 0) return undefined;
  const watch: Clues['watch'] = {
    isForeign: (jid) => watches.some((one) => one.isForeign(jid)),
    isNewContact: (account, contact) => watches.some((one) => one.isNewContact(account, contact)),
    wereTogether: (account, contact) => watches.some((one) => one.wereTogether(account, contact)),
  };
  const { entries } = sessions.transcript;
  const accountOf = (session: string) => fixed.get(actorOf(session)) ?? '';
  const used = actors.filter(({ account }) => account === USED_ACCOUNT).map(({ name }) => name);
  const isUsed = (session: string) => used.includes(actorOf(session));
  return { entries, watch, accountOf, isUsed, isOurs: namesOf(entries, fixed.values()) };
}

interface Clues {
  readonly entries: readonly TranscriptEntry[];
  readonly watch: Omit<Watch, 'together'>;
  /** Bare JID of the account of a session. */
  readonly accountOf: (session: string) => string;
  /** The account of a session may hold items of earlier cases. */
  readonly isUsed: (session: string) => boolean;
  /** Whether the case itself brings an address in. */
  readonly isOurs: (jid: string) => boolean;
}

/** Presence of a resource that this run has not bound. */
function foreignPresence({ entries, watch, isOurs }: Clues): Problem | undefined {
  for (const from of received(entries).flatMap(({ stanza }) => availabilityFrom(stanza))) {
    if (!watch.isForeign(from) || isOurs(from)) continue;
    return shared(bareOf(from), { kind: 'resource', resource: resourceOf(from) });
  }
  return undefined;
}

function availabilityFrom({ name, attrs }: XmlElement): readonly string[] {
  const isAvailability = name === 'presence' && (attrs['type'] === undefined || attrs['type'] === 'unavailable');
  return isAvailability && attrs['from'] !== undefined ? [attrs['from']] : [];
}

/** A roster item that no case of the run explains. */
function foreignItem(clues: Clues): Problem | undefined {
  const item = newItems(clues).find(({ account, contact }) => !clues.watch.wereTogether(account, contact));
  return item && shared(item.account, { kind: 'item', contact: item.contact });
}

/** Roster items that neither the case nor the server's own habit explains. */
function newItems({ entries, watch, accountOf, isUsed, isOurs }: Clues) {
  return received(entries).flatMap(({ session, stanza }) => {
    if (isUsed(session)) return [];
    const account = accountOf(session);
    const contacts = rosterItems(stanza).flatMap(({ attrs }) => attrs['jid'] ?? []);
    return contacts
      .filter((contact) => watch.isNewContact(account, contact) && !isOurs(contact))
      .map((contact) => ({ account, contact }));
  });
}

function rosterItems(stanza: XmlElement): readonly XmlElement[] {
  const query = stanza.name === 'iq' ? child(stanza, 'query', NS.roster) : undefined;
  return query === undefined ? [] : elements(query);
}

/** A stream that ended because its resource was bound once more, although no login of the case on the account followed. */
function foreignConflict({ entries, accountOf }: Clues): Problem | undefined {
  for (const [index, { session, note }] of entries.entries()) {
    if (note?.kind !== 'ended' || findProblem(note.cause, 'stream-error')?.condition !== 'conflict') continue;
    const account = accountOf(session);
    const isLogin = (entry: TranscriptEntry) =>
      entry.note?.kind === 'connected' && accountOf(entry.session) === account;
    const login = entries.slice(0, index).findLastIndex((entry) => isLogin(entry) && entry.session === session);
    if (!entries.slice(login + 1).some(isLogin)) return shared(account, { kind: 'conflict' });
  }
  return undefined;
}

const shared = (jid: string, seen: ForeignUse): Problem => ({ kind: 'account-shared', jid, seen });

const received = (entries: readonly TranscriptEntry[]) =>
  entries.flatMap(({ direction, session, stanza }) =>
    direction === 'received' && stanza !== undefined ? [{ session, stanza }] : [],
  );
