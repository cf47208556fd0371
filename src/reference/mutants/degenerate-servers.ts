// Degenerate servers: they treat all stanzas alike. A case that passes on one of them expects silence or an error.

import type { XmlElement } from '../../model/xml.ts';
import { parseJid } from '../../stanza/jid.ts';
import { elements, NS } from '../../stanza/xml.ts';
import { accountAt, isRemote } from '../availability.ts';
import { sendAbroad } from '../bounce.ts';
import type { Fault } from '../fault.ts';
import type { ServerState } from '../server-state.ts';
import { errorOf, isRequest, resultOf, stamp } from '../stanza.ts';

/** A server that accepts logins and treats all other stanzas alike. */
export interface DegenerateServer {
  readonly name: string;
  readonly title: string;
  fault(): Fault;
}

/** An answer of the server itself or of an account, not of a resource. */
const isOwnAnswer = ({ name, attrs }: XmlElement): boolean =>
  name === 'iq' && (attrs['type'] === 'result' || attrs['type'] === 'error') && !attrs['from']?.includes('/');

/** The fence pings: without an answer to them every case would be broken. */
const isPing = (stanza: XmlElement): boolean => elements(stanza)[0]?.ns === NS.ping;

/** Handles no stanza of a client or of the remote domain; sends only what `answersOf` returns. */
function answerOnly(answersOf: (stanza: XmlElement) => readonly XmlElement[]): Fault {
  return {
    hooks: {
      fromClient: (stanza, { resource }) => {
        for (const answer of answersOf(stanza)) resource.send(answer);
        return [];
      },
      fromRemote: (stanza, server) => {
        for (const answer of answersOf(stanza)) sendAbroad(server, answer);
        return [];
      },
    },
  };
}

const refusalOf = (iq: XmlElement): XmlElement => (isPing(iq) ? resultOf(iq) : errorOf(iq, 'service-unavailable'));

/** A fence ping: an echo of it is noise in every case. */
const isFence = (stanza: XmlElement, { domain }: ServerState): boolean =>
  isPing(stanza) && stanza.attrs['to'] === domain;

/** Sends a stanza to every resource of the sender and of the addressee; a remote one of them gets it from the other. */
function echo(server: ServerState, stanza: XmlElement, from: string): void {
  if (isFence(stanza, server)) return;
  const ends = [from, stanza.attrs['to'] ?? from];
  const accounts = new Set(ends.map(parseJid).map((jid) => jid && accountAt(server, jid)));
  for (const account of accounts) for (const { send } of account?.resources.values() ?? []) send(stanza);
  const remoteEnd = ends.find((jid) => isRemote(server, jid));
  const other = ends.find((jid) => jid !== remoteEnd) ?? server.domain;
  if (remoteEnd !== undefined) sendAbroad(server, stamp(stanza, { from: other, to: remoteEnd }));
}

/** All degenerate servers; `xmppspec serve --mutant` takes their names. */
export const degenerateServers: readonly DegenerateServer[] = [
  {
    name: 'delivers-nothing',
    title: 'It answers requests and delivers no stanza.',
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
    fault: () => answerOnly((stanza) => (isRequest(stanza) ? [resultOf(stanza)] : [])),
  },
  {
    name: 'service-unavailable',
    title: 'It answers every IQ but a ping with <service-unavailable/> and does nothing.',
    fault: () => answerOnly((stanza) => (isRequest(stanza) ? [refusalOf(stanza)] : [])),
  },
  {
    name: 'echo',
    title: 'It conforms, and also sends every stanza to all resources of the sender and of the addressee.',
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
    title: 'It accepts logins and never sends anything again.',
    fault: () => answerOnly(() => []),
  },
];
