// What shows that something else uses an account or the remote domain of a case: its verdict would accuse the server of
// another's traffic.

import type { Actor } from '../model/case.ts';
import type { ForeignUse, Problem } from '../model/problem.ts';
import type { BrokenReason } from '../model/reason.ts';
import type { PlayedOnLease, TranscriptEntry } from '../model/session.ts';
import type { RemoteDomain } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { actorOf, bareOf, resourceOf } from '../stanza/jid.ts';
import { namesOf } from '../stanza/sent.ts';
import { child, elements, NS } from '../stanza/xml.ts';
import { findProblem } from '../wording/problems.ts';
import { USED } from './account-pool.ts';
import type { AccountWatch } from './account-watch.ts';

/** What is looked at of a case. */
interface Played extends Pick<PlayedOnLease, 'entries' | 'jids'> {
  readonly actors: readonly Actor[];
  /** Of the servers where some accounts are not made by the run. */
  readonly watches: readonly Watch[];
  readonly remote?: Pick<RemoteDomain, 'domain' | 'isShared'> | undefined;
}

/** What is known of the existing accounts of a server. */
export type Watch = Pick<AccountWatch, 'isForeign' | 'isNewContact' | 'together' | 'wereTogether'>;

/**
 * Why a case says nothing: something else uses the remote domain, or an existing account, or a roster has an item of an earlier case, which
 * the server kept, or brought back after the account had been reset. Undefined where no sign of it is in the transcript.
 */
export function foreignSigns({ remote, ...played }: Played): BrokenReason | undefined {
  if (remote?.isShared) return foreign({ kind: 'domain-shared', domain: remote.domain });
  if (played.watches.length === 0) return undefined;
  const clues = cluesOf(played);
  const cause = foreignPresence(clues) ?? foreignItem(clues) ?? foreignConflict(clues);
  if (cause !== undefined) return foreign(cause);
  const item = newItems(clues).find(({ account, contact }) => clues.watch.wereTogether(account, contact));
  return item && { kind: 'account-unclean', ...item };
}

const foreign = (cause: Problem): BrokenReason => ({ kind: 'foreign-traffic', cause });

function cluesOf({ actors, watches, jids, entries }: Omit<Played, 'remote'>): Clues {
  const watch: Clues['watch'] = {
    isForeign: (jid) => watches.some((one) => one.isForeign(jid)),
    isNewContact: (account, contact) => watches.some((one) => one.isNewContact(account, contact)),
    wereTogether: (account, contact) => watches.some((one) => one.wereTogether(account, contact)),
  };
  const accountOf = (session: string) => jids.get(actorOf(session)) ?? '';
  const used = actors.filter(({ account }) => account === USED).map(({ name }) => name);
  const isUsed = (session: string) => used.includes(actorOf(session));
  return { entries, watch, accountOf, isUsed, isOurs: namesOf(entries, jids.values()) };
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
