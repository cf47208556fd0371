// What shows that something else uses an account or the remote domain of a case: its verdict would accuse the server of
// another's traffic.

import type { ForeignUse, Problem } from '../model/problem.ts';
import type { TranscriptEntry } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { actorOf, bareOf, resourceOf } from '../stanza/jid.ts';
import { serialize } from '../stanza/serialize.ts';
import { child, elements, NS } from '../stanza/xml.ts';
import { findProblem } from '../wording/problems.ts';
import type { CaseContext } from './case-context.ts';
import type { Environment, Side, Watch } from './environment.ts';

/** What is looked at of a case. */
interface Played {
  readonly env: Pick<Environment, 'watch' | 'remote'> & { readonly peer?: Pick<Side, 'watch'> | undefined };
  readonly fixed: CaseContext['fixed'];
  readonly sessions: { readonly transcript: Pick<CaseContext['sessions']['transcript'], 'entries'> };
}

/**
 * The first sign of foreign use: of the remote domain, or of an existing account in the transcript of a case. Undefined where
 * there is none.
 */
export function foreignUse({ env: { watch: own, remote, peer }, fixed, sessions }: Played): Problem | undefined {
  if (remote?.isShared) return { kind: 'domain-shared', domain: remote.domain };
  const watches = [own, peer?.watch].filter((watch) => watch !== undefined);
  if (watches.length === 0) return undefined;
  const watch: Watch = {
    isForeign: (jid) => watches.some((one) => one.isForeign(jid)),
    isNewContact: (account, contact) => watches.some((one) => one.isNewContact(account, contact)),
  };
  const { entries } = sessions.transcript;
  const accountOf = (session: string) => fixed.get(actorOf(session)) ?? '';
  const clues = { entries, watch, accountOf, isOurs: isNamedBy(entries, [...fixed.values()]) };
  return foreignPresence(clues) ?? foreignItem(clues) ?? foreignConflict(clues);
}

interface Clues {
  readonly entries: readonly TranscriptEntry[];
  readonly watch: Watch;
  /** Bare JID of the account of a session. */
  readonly accountOf: (session: string) => string;
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

/** A roster item that neither the case nor the server's own habit explains. */
function foreignItem({ entries, watch, accountOf, isOurs }: Clues): Problem | undefined {
  for (const { session, stanza } of received(entries)) {
    const account = accountOf(session);
    const contacts = rosterItems(stanza).flatMap(({ attrs }) => attrs['jid'] ?? []);
    const contact = contacts.find((jid) => watch.isNewContact(account, jid) && !isOurs(jid));
    if (contact !== undefined) return shared(account, { kind: 'item', contact });
  }
  return undefined;
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

/**
 * Whether an address is one of `jids` or stands in a stanza that was sent. Where a stanza holds other characters than
 * ASCII, stringprep may have changed an address: then every address may be ours.
 */
function isNamedBy(entries: readonly TranscriptEntry[], jids: readonly string[]): (jid: string) => boolean {
  let sent: string | undefined;
  const known = new Set(jids.map((jid) => jid.toLowerCase()));
  return (jid) => {
    if (known.has(jid.toLowerCase())) return true;
    sent ??= entries
      .map(({ direction, stanza }) => (direction === 'sent' && stanza ? serialize(stanza) : ''))
      .join('\n');
    return !isAscii(sent) || sent.toLowerCase().includes(jid.toLowerCase());
  };
}

/** Without the printable characters of ASCII nothing is left. */
const isAscii = (text: string): boolean => /^[\n\r\t -~]*$/.test(text);
