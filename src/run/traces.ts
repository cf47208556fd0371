// What a case may have left on its accounts, by what it has sent.

import type { Account, TranscriptEntry } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { actorOf, bareOf, domainOf, localOf, resourceOf } from '../stanza/jid.ts';
import { serialize } from '../stanza/serialize.ts';
import { child, NS } from '../stanza/xml.ts';
import type { CaseContext } from './case-context.ts';
import { disturbsServers } from './schedule.ts';
import { sentIn } from './transcript.ts';

type Played = Pick<CaseContext, 'case' | 'env' | 'fixed' | 'sessions'>;

/**
 * Whether something may be left that no wash finds: what the server stores beside the roster, what another domain may still
 * answer, what came late, and what was under way when servers were disturbed. Several cases share the address of the remote domain
 * itself.
 */
export function leavesTraces({ case: { actors, steps }, env, sessions }: Played): boolean {
  if (disturbsServers(steps) || sessions.late.count > 0 || actors.some(({ account }) => account === 'domain'))
    return true;
  const domains = [env.domain, env.peer?.domain, env.remote?.domain].map((domain) => domain?.toLowerCase());
  const isFar = ({ attrs: { to } }: XmlElement) => to !== undefined && !domains.includes(domainOf(to).toLowerCase());
  return sentIn(sessions.transcript).some((stanza) => isFar(stanza) || isStored(stanza));
}

/** An IQ set that the server handles itself, except for a roster. */
function isStored(stanza: XmlElement): boolean {
  const { name, attrs } = stanza;
  const isSet = name === 'iq' && attrs['type'] === 'set' && child(stanza, 'query', NS.roster) === undefined;
  return isSet && resourceOf(attrs['to'] ?? '') === '';
}

/** Whether the account had no session in the case, and no stanza names it. Preparation of addresses may change other letters. */
export function isUntouched({ jid }: Account, actor: string, { sessions: { transcript } }: Played): boolean {
  if (transcript.entries.some(({ session }) => actorOf(session) === actor)) return false;
  const sent = sentIn(transcript)
    .map((stanza) => serialize(stanza))
    .join('\n')
    .toLowerCase();
  return isAscii(sent) && !sent.includes(localOf(jid).toLowerCase());
}

/** Without the printable characters of ASCII nothing is left. */
const isAscii = (text: string): boolean => /^[\n\r\t -~]*$/.test(text);

/** The users of the case that have sent a request to the account, or to which the account has sent an approval: bare JIDs. */
export function requestersOf({ jid }: Account, { fixed, sessions }: Played): readonly string[] {
  const known = new Set(fixed.values());
  const requesters = sessions.transcript.entries.flatMap((entry) => requesterIn(entry, jid, fixed));
  return [...new Set(requesters)].filter((one) => one !== jid && known.has(one));
}

function requesterIn(
  { direction, session, stanza }: TranscriptEntry,
  jid: string,
  fixed: Played['fixed'],
): readonly string[] {
  if (direction !== 'sent' || stanza?.name !== 'presence') return [];
  const { from = fixed.get(actorOf(session)) ?? '', to = '', type } = stanza.attrs;
  if (type === 'subscribe' && bareOf(to) === jid) return [bareOf(from)];
  return type === 'subscribed' && bareOf(from) === jid ? [bareOf(to)] : [];
}
