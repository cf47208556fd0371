// RFC 6120 8.1 and 10.3, RFC 6121 8.2: addresses of stanzas that the server generates or passes on, and of those without a `to`.

import type { XmlElement } from '../../../model/xml.ts';
import { NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext } from '../../server-state.ts';
import { errorOf, stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, toClient, withHooks } from '../kit/mutant.ts';
import { bareJidOf } from '../kit/recipients.ts';
import {
  drop,
  isIq,
  isIqAnswer,
  isIqRequest,
  isMessage,
  isPresence,
  isUnaddressed,
  isUnknownRequest,
  setAttributes,
  withCondition,
} from '../kit/rewrites.ts';

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
  breaks(
    'rfc6120-8.1.1.1-b/refusal-to-account',
    'It refuses requests for the own account with the bare JID of the account as "to".',
    () =>
      toClient(
        (stanza, context) => isIq(stanza, 'error') && isOfAccount(stanza, context),
        (stanza, { resource }) => [stamp(stanza, { to: resource.account.jid })],
      ),
  ),
  breaks('rfc6120-8.1.1.1-b/answer-to-the-server', 'It answers requests to itself with its own domain as "to".', () =>
    toClient(isOfServer, (stanza, { server }) => [stamp(stanza, { to: server.domain })]),
  ),
  breaks(
    'rfc6120-8.1.2.1-b/refusal-from-the-server',
    'It refuses requests without an address with its own domain as "from".',
    () =>
      toClient(
        (stanza, context) => isIq(stanza, 'error') && isOfAccount(stanza, context),
        (stanza, { server }) => [stamp(stanza, { from: server.domain })],
      ),
  ),
  breaks(
    'rfc6120-8.1.2.1-b/roster-from-resource',
    'It returns the roster with the full JID of the asker as "from".',
    () => toClient(isRosterOfAccount, (roster, { resource }) => [stamp(roster, { from: resource.jid })]),
  ),
  breaks('rfc6120-8.1.2.1-c/message-without-from', 'It delivers messages without "from".', () =>
    withoutSender(isMessage),
  ),
  breaks('rfc6120-8.1.2.1-c/request-without-from', 'It delivers IQ requests without "from".', () =>
    withoutSender(isIqRequest),
  ),
  breaks('rfc6120-8.1.2.1-c/presence-without-from', 'It delivers directed presence without "from".', () =>
    withoutSender((stanza) => isPresence(stanza, 'available') && 'id' in stanza.attrs),
  ),
  breaks('rfc6120-8.1.2.1-d/answered-as-nobody', 'It answers requests to itself without "from".', () =>
    toClient(isOfServer, setAttributes({ from: undefined })),
  ),
  breaks(
    'rfc6120-8.1.2.1-d/answered-as-account',
    'It answers requests to itself with the bare JID of the asker as "from".',
    () => toClient(isOfServer, (stanza, { resource }) => [stamp(stanza, { from: resource.account.jid })]),
  ),
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
  breaks('rfc6120-10.3.1-a/for-the-server', 'It handles a message without "to" as a message to the server.', () =>
    fromClient(
      (stanza) => isMessage(stanza) && isUnaddressed(stanza),
      (stanza, { server }) => [stamp(stanza, { to: server.domain })],
    ),
  ),
  breaks(
    'rfc6120-10.3.1-a/for-the-sender',
    'It handles a message without "to" as a message to the sending resource.',
    () =>
      fromClient(
        (stanza) => isMessage(stanza) && isUnaddressed(stanza),
        (stanza, { resource }) => [stamp(stanza, { to: resource.jid })],
      ),
  ),
  breaks('rfc6120-10.3.1-a/lost', 'It drops a message without "to".', () =>
    fromClient((stanza) => isMessage(stanza) && isUnaddressed(stanza), drop),
  ),
  breaks('rfc6120-10.3.2-a/to-nobody', 'It does not send presence without "to" to contacts.', () => onBroadcast(drop)),
  breaks('rfc6120-10.3.2-a/available-only', 'It does not send unavailable presence without "to" to contacts.', () =>
    onBroadcast((copy) => (isPresence(copy, 'unavailable') ? [] : [copy])),
  ),
  breaks(
    'rfc6120-10.3.3-a/for-the-server',
    'It handles an unknown IQ request without "to" as a request to the server.',
    () => fromClient(isUnknownUnaddressed, (stanza, { server }) => [stamp(stanza, { to: server.domain })]),
  ),
  breaks(
    'rfc6120-10.3.3-a/to-a-resource',
    'It delivers an unknown IQ request without "to" to another resource of the account.',
    () =>
      fromClient(isUnknownUnaddressed, (stanza, { resource }) => {
        const other = [...resource.account.resources.values()].find((one) => one !== resource);
        other?.send(stamp(stanza, { from: resource.jid, to: resource.account.jid }));
        return [];
      }),
  ),
  breaks(
    'rfc6120-10.3.3-a/another-condition',
    'It refuses an unknown IQ request without "to" with <item-not-found/>.',
    () =>
      fromClient(isUnknownUnaddressed, (stanza, { resource }) => {
        resource.send(withCondition(errorOf(stanza, 'item-not-found'), 'item-not-found', 'cancel'));
        return [];
      }),
  ),
];
