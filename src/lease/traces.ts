// What a case may have left on its accounts, by what it has sent.

import type { Actor } from '../model/case.ts';
import type { Account, PlayedOnLease, TranscriptEntry } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { actorOf, bareOf, domainOf, localOf, resourceOf } from '../stanza/jid.ts';
import { isAscii, sentIn } from '../stanza/sent.ts';
import { serialize } from '../stanza/serialize.ts';
import { child, NS } from '../stanza/xml.ts';

type Played = Pick<PlayedOnLease, 'entries' | 'jids' | 'mayFollow'>;

/**
 * Whether something may be left that no wash finds: what the server stores beside the roster, what another domain than these may still
 * answer, and what may follow. Several cases share the address of the remote domain itself.
 */
export function leavesTraces(
  { entries, mayFollow }: Played,
  { actors, domains }: { readonly actors: readonly Actor[]; readonly domains: readonly string[] },
): boolean {
  if (mayFollow || actors.some(({ account }) => account === 'domain')) return true;
  const isFar = ({ attrs: { to } }: XmlElement) => to !== undefined && !domains.includes(domainOf(to).toLowerCase());
  return sentIn({ entries }).some((stanza) => isFar(stanza) || isStored(stanza));
}

/** An IQ set that the server handles itself, except for a roster. */
function isStored(stanza: XmlElement): boolean {
  const { name, attrs } = stanza;
  const isSet = name === 'iq' && attrs['type'] === 'set' && child(stanza, 'query', NS.roster) === undefined;
  return isSet && resourceOf(attrs['to'] ?? '') === '';
}

/** The marks of looks: the ids of what a look sends end with its own. */
export const marksOf = (stanzas: readonly XmlElement[]): readonly string[] => [
  ...new Set(stanzas.flatMap(({ attrs: { id = '' } }) => /\.([\da-f]{8})$/.exec(id)?.[1] ?? [])),
];

/** What an earlier case has sent, and the server delivers only now: what arrived with a mark of one that had the account of the session. */
export function ofEarlierCases(
  { entries, jids }: Pick<Played, 'entries' | 'jids'>,
  marksOn: (jid: string) => ReadonlySet<string> | undefined,
): readonly XmlElement[] {
  return entries.flatMap(({ direction, session, stanza }) => {
    const marks = marksOn(jids.get(actorOf(session)) ?? '');
    const isEarlier = direction === 'received' && stanza && marksOf([stanza]).some((mark) => marks?.has(mark));
    return isEarlier ? [stanza] : [];
  });
}

/** Whether the account had no session in the case, and no stanza names it. Preparation of addresses may change other letters. */
export function isUntouched({ jid }: Account, actor: string, { entries }: Played): boolean {
  if (entries.some(({ session }) => actorOf(session) === actor)) return false;
  const sent = sentIn({ entries })
    .map((stanza) => serialize(stanza))
    .join('\n')
    .toLowerCase();
  return isAscii(sent) && !sent.includes(localOf(jid).toLowerCase());
}

/** The users of the case that have sent a request to the account, or to which the account has sent an approval: bare JIDs. */
export function requestersOf({ jid }: Account, { entries, jids }: Played): readonly string[] {
  const known = new Set(jids.values());
  const requesters = entries.flatMap((entry) => requesterIn(entry, jid, jids));
  return [...new Set(requesters)].filter((one) => one !== jid && known.has(one));
}

function requesterIn(
  { direction, session, stanza }: TranscriptEntry,
  jid: string,
  jids: Played['jids'],
): readonly string[] {
  if (direction !== 'sent' || stanza?.name !== 'presence') return [];
  const { from = jids.get(actorOf(session)) ?? '', to = '', type } = stanza.attrs;
  if (type === 'subscribe' && bareOf(to) === jid) return [bareOf(from)];
  return type === 'subscribed' && bareOf(from) === jid ? [bareOf(to)] : [];
}
