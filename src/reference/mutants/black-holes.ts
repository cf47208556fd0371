// Servers on which almost nothing may pass: what still does there says that silence, or an error, was right.

import type { XmlElement } from '../../model/xml.ts';
import { parseJid } from '../../stanza/jid.ts';
import { elements, NS } from '../../stanza/xml.ts';
import type { Fault } from '../fault.ts';
import { accountAt, isRemote } from '../lookup.ts';
import type { ServerState } from '../server-state.ts';
import { errorOf, isRequest, resultOf, stamp } from '../stanza.ts';

/** A server that takes logins and does one thing with all else. */
export interface BlackHole {
  readonly name: string;
  readonly title: string;
  fault(): Fault;
}

/** An answer of the server itself: to others it delivers nothing, answers included. */
const isOwnAnswer = ({ name, attrs }: XmlElement): boolean =>
  name === 'iq' && (attrs['type'] === 'result' || attrs['type'] === 'error') && !attrs['from']?.includes('/');

/** Pings of the fence: without an answer every case would be broken, and show nothing. */
const isPing = (stanza: XmlElement): boolean => elements(stanza)[0]?.ns === NS.ping;

/** Nothing is handled any further, for clients and for the remote domain; `answersOf` is all that comes back. */
function swallowing(answersOf: (stanza: XmlElement) => readonly XmlElement[]): Fault {
  return {
    hooks: {
      fromClient: (stanza, { resource }) => {
        for (const answer of answersOf(stanza)) resource.send(answer);
        return [];
      },
      fromRemote: (stanza, { remote }) => {
        for (const answer of answersOf(stanza)) remote?.send?.(answer);
        return [];
      },
    },
  };
}

const refused = (iq: XmlElement): XmlElement => (isPing(iq) ? resultOf(iq) : errorOf(iq, 'service-unavailable'));

/** Pings of the fence in a server that does what it should: an echo of them would tell nothing of the play. */
const isFence = (stanza: XmlElement, { domain }: ServerState): boolean =>
  isPing(stanza) && stanza.attrs['to'] === domain;

/** To all at both ends: every resource of the accounts, and who is remote in the name of the other. */
function echo(server: ServerState, stanza: XmlElement, from: string): void {
  if (isFence(stanza, server)) return;
  const ends = [from, stanza.attrs['to'] ?? from];
  const accounts = new Set(ends.map(parseJid).map((jid) => jid && accountAt(server, jid)));
  for (const account of accounts) for (const { send } of account?.resources.values() ?? []) send(stanza);
  const abroad = ends.find((jid) => isRemote(server, jid));
  const other = ends.find((jid) => jid !== abroad) ?? server.domain;
  if (abroad !== undefined) server.remote?.send?.(stamp(stanza, { from: other, to: abroad }));
}

export const blackHoles: readonly BlackHole[] = [
  {
    name: 'delivers-nothing',
    title: 'It answers what it is asked and delivers nothing to anybody.',
    fault: () => ({
      hooks: {
        toClient: (stanza) => (isOwnAnswer(stanza) ? [stanza] : []),
        toRemote: (stanza) => (isOwnAnswer(stanza) ? [stanza] : []),
      },
    }),
  },
  {
    name: 'empty-results',
    title: 'It answers every IQ with an empty result and does nothing.',
    fault: () => swallowing((stanza) => (isRequest(stanza) ? [resultOf(stanza)] : [])),
  },
  {
    name: 'service-unavailable',
    title: 'It answers every IQ but a ping with <service-unavailable/> and does nothing.',
    fault: () => swallowing((stanza) => (isRequest(stanza) ? [refused(stanza)] : [])),
  },
  {
    name: 'echo',
    title: 'It does what it should, and echoes everything to all at both ends besides.',
    fault: () => ({
      hooks: {
        fromClient: (stanza, { server, resource: { jid } }) => {
          echo(server, stanza, jid);
          return [stanza];
        },
        fromRemote: (stanza, server) => {
          echo(server, stanza, stanza.attrs['from'] ?? '');
          return [stanza];
        },
      },
    }),
  },
  {
    name: 'hangs-up',
    title: 'It closes the stream on the first stanza.',
    fault: () => ({
      hooks: {
        fromClient: (_, { resource }) => {
          resource.end('undefined-condition');
          return [];
        },
        fromRemote: () => [],
      },
    }),
  },
  {
    name: 'never-answers',
    title: 'It takes logins and never says anything again.',
    fault: () => swallowing(() => []),
  },
];
