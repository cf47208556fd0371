// RFC 6120 8.1: the addresses of stanzas that the server itself generates, and the sender of those that it passes on.

import type { XmlElement } from '../../../model/xml.ts';
import { NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext } from '../../server-state.ts';
import { errorOf, stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, toClient, withHooks } from '../kit/mutant.ts';
import {
  isIq,
  isIqAnswer,
  isIqRequest,
  isMessage,
  isPresence,
  isUnaddressed,
  isUnknownRequest,
} from '../kit/predicates.ts';
import { bareJidOf } from '../kit/recipients.ts';
import { drop, setAttributes, withCondition } from '../kit/rewrites.ts';

/** Whether an IQ answer speaks for the account of the client that receives it. */
const isOfAccount = (stanza: XmlElement, { resource }: ClientContext): boolean =>
  isIqAnswer(stanza) && [undefined, resource.account.jid].includes(stanza.attrs['from']);

const isRosterOfAccount = (stanza: XmlElement, context: ClientContext): boolean =>
  isOfAccount(stanza, context) && isIq(stanza, 'result', NS.roster);

const isOfServer = (stanza: XmlElement, { server }: ClientContext): boolean =>
  isIqAnswer(stanza) && stanza.attrs['from'] === server.domain;

/** Whether another entity than the server and the account of the receiver has sent a stanza. */
const isOfOthers = ({ attrs: { from } }: XmlElement, { resource, server }: ClientContext): boolean =>
  from !== undefined && from !== server.domain && bareJidOf(from) !== resource.account.jid;

/** A fault: clients get matching stanzas of other entities without `from`. */
const withoutSender = (matches: (stanza: XmlElement) => boolean): Fault =>
  toClient((stanza, context) => matches(stanza) && isOfOthers(stanza, context), setAttributes({ from: undefined }));

export const ownStanzaMutants: readonly Mutant[] = [
  breaks('rfc6120-8.1.1.1-b', {
    slug: 'refusal-to-account',
    title: 'It refuses requests for the own account with the bare JID of the account as "to".',
    fault: () =>
      toClient(
        (stanza, context) => isIq(stanza, 'error') && isOfAccount(stanza, context),
        (stanza, { resource }) => [stamp(stanza, { to: resource.account.jid })],
      ),
  }),
  breaks('rfc6120-8.1.1.1-b', {
    slug: 'answer-to-the-server',
    title: 'It answers requests to itself with its own domain as "to".',
    fault: () => toClient(isOfServer, (stanza, { server }) => [stamp(stanza, { to: server.domain })]),
  }),
  breaks('rfc6120-8.1.2.1-b', {
    slug: 'refusal-from-the-server',
    title: 'It refuses requests without an address with its own domain as "from".',
    fault: () =>
      toClient(
        (stanza, context) => isIq(stanza, 'error') && isOfAccount(stanza, context),
        (stanza, { server }) => [stamp(stanza, { from: server.domain })],
      ),
  }),
  breaks('rfc6120-8.1.2.1-b', {
    slug: 'roster-from-resource',
    title: 'It returns the roster with the full JID of the asker as "from".',
    fault: () => toClient(isRosterOfAccount, (roster, { resource }) => [stamp(roster, { from: resource.jid })]),
  }),
  breaks('rfc6120-8.1.2.1-c', {
    slug: 'message-without-from',
    title: 'It delivers messages without "from".',
    fault: () => withoutSender(isMessage),
  }),
  breaks('rfc6120-8.1.2.1-c', {
    slug: 'request-without-from',
    title: 'It delivers IQ requests without "from".',
    fault: () => withoutSender(isIqRequest),
  }),
  breaks('rfc6120-8.1.2.1-c', {
    slug: 'presence-without-from',
    title: 'It delivers directed presence without "from".',
    fault: () => withoutSender((stanza) => isPresence(stanza, 'available') && 'id' in stanza.attrs),
  }),
  breaks('rfc6120-8.1.2.1-d', {
    slug: 'answered-as-nobody',
    title: 'It answers requests to itself without "from".',
    fault: () => toClient(isOfServer, setAttributes({ from: undefined })),
  }),
  breaks('rfc6120-8.1.2.1-d', {
    slug: 'answered-as-account',
    title: 'It answers requests to itself with the bare JID of the asker as "from".',
    fault: () => toClient(isOfServer, (stanza, { resource }) => [stamp(stanza, { from: resource.account.jid })]),
  }),
];

/** A fault in the copies that the server routes for a broadcast of a client. */
function onBroadcast(rewrite: (copy: XmlElement) => readonly XmlElement[]): Fault {
  let from: string | undefined;
  const isCopy = (stanza: XmlElement) =>
    stanza.attrs['from'] === from && (isPresence(stanza, 'available') || isPresence(stanza, 'unavailable'));
  return withHooks({
    fromClient: (stanza, { resource }) => {
      from = isPresence(stanza) && isUnaddressed(stanza) ? resource.jid : undefined;
      return [stanza];
    },
    route: (stanza) => (isCopy(stanza) ? rewrite(stanza) : [stanza]),
  });
}

const isUnknownUnaddressed = (stanza: XmlElement): boolean => isUnknownRequest(stanza) && isUnaddressed(stanza);

export const withoutToMutants: readonly Mutant[] = [
  breaks('rfc6120-10.3.1-a', {
    slug: 'for-the-server',
    title: 'It handles a message without "to" as a message to the server.',
    fault: () =>
      fromClient(
        (stanza) => isMessage(stanza) && isUnaddressed(stanza),
        (stanza, { server }) => [stamp(stanza, { to: server.domain })],
      ),
  }),
  breaks('rfc6120-10.3.1-a', {
    slug: 'for-the-sender',
    title: 'It handles a message without "to" as a message to the sending resource.',
    fault: () =>
      fromClient(
        (stanza) => isMessage(stanza) && isUnaddressed(stanza),
        (stanza, { resource }) => [stamp(stanza, { to: resource.jid })],
      ),
  }),
  breaks('rfc6120-10.3.1-a', {
    slug: 'lost',
    title: 'It drops a message without "to".',
    fault: () => fromClient((stanza) => isMessage(stanza) && isUnaddressed(stanza), drop),
  }),
  breaks('rfc6120-10.3.2-a', {
    slug: 'to-nobody',
    title: 'It does not send presence without "to" to contacts.',
    fault: () => onBroadcast(drop),
  }),
  breaks('rfc6120-10.3.2-a', {
    slug: 'available-only',
    title: 'It does not send unavailable presence without "to" to contacts.',
    fault: () => onBroadcast((copy) => (isPresence(copy, 'unavailable') ? [] : [copy])),
  }),
  breaks('rfc6120-10.3.3-a', {
    slug: 'for-the-server',
    title: 'It handles an unknown IQ request without "to" as a request to the server.',
    fault: () => fromClient(isUnknownUnaddressed, (stanza, { server }) => [stamp(stanza, { to: server.domain })]),
  }),
  breaks('rfc6120-10.3.3-a', {
    slug: 'to-a-resource',
    title: 'It delivers an unknown IQ request without "to" to another resource of the account.',
    fault: () =>
      fromClient(isUnknownUnaddressed, (stanza, { resource }) => {
        const other = [...resource.account.resources.values()].find((one) => one !== resource);
        other?.send(stamp(stanza, { from: resource.jid, to: resource.account.jid }));
        return [];
      }),
  }),
  breaks('rfc6120-10.3.3-a', {
    slug: 'another-condition',
    title: 'It refuses an unknown IQ request without "to" with <item-not-found/>.',
    fault: () =>
      fromClient(isUnknownUnaddressed, (stanza, { resource }) => {
        resource.send(withCondition(errorOf(stanza, 'item-not-found'), 'item-not-found', 'cancel'));
        return [];
      }),
  }),
];
