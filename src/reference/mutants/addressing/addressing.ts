// RFC 6120 8.1 and 10.1: from, to, and order.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext, ServerState } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { altered, breaks, fromClient, isIq, isMessage, isPresence, onTheWay, tampered, toClient } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import { bareOf, isToBare } from '../kit/whom.ts';

const isFromOurs = ({ attrs }: XmlElement, { domain }: ServerState): boolean =>
  parseJid(attrs['from'] ?? '')?.domain === domain;

/** One with a `to` that is the full JID of who gets it. */
const isToSelf = ({ attrs }: XmlElement, { resource }: ClientContext): boolean => attrs['to'] === resource.jid;
const isUnaddressed = ({ attrs }: XmlElement): boolean => attrs['to'] === undefined;
const isPing = (stanza: XmlElement): boolean => isIq(stanza, 'get', NS.ping);

/** From another address than that of the resource which sent it; ours only. */
const sentAs = (fits: (stanza: XmlElement) => boolean, from: (full: string) => string): Fault =>
  onTheWay(
    (stanza, server) => fits(stanza) && stanza.attrs['from']?.includes('/') === true && isFromOurs(stanza, server),
    (stanza) => [stamp(stanza, { from: from(stanza.attrs['from'] ?? '') })],
  );

/** The sender that a client names counts: it is put on again after the server has replaced it. */
function asClaimed(isBelieved: (from: string, at: ClientContext) => boolean): Fault {
  const claims = new Map<string, string>();
  return tampered({
    maySendAs: isBelieved,
    fromClient: (stanza, at) => {
      const { id = '', from } = stanza.attrs;
      if (from !== undefined && isBelieved(from, at)) claims.set(id, from);
      return [stanza];
    },
    route: (stanza) => [stamp(stanza, { from: claims.get(stanza.attrs['id'] ?? '') ?? stanza.attrs['from'] })],
  });
}

/** A stanza that fits waits for the next one of its sender, and goes after it; a ping lets nothing wait. */
function overtaken(
  fits: (stanza: XmlElement) => boolean,
): (stanza: XmlElement, sender: string) => readonly XmlElement[] {
  const waiting = new Map<string, readonly XmlElement[]>();
  return (stanza, sender) => {
    const before = waiting.get(sender) ?? [];
    waiting.set(sender, fits(stanza) ? [stanza] : []);
    if (fits(stanza)) return before;
    return isPing(stanza) ? [...before, stanza] : [stanza, ...before];
  };
}

function overtakenFromClients(fits: (stanza: XmlElement) => boolean): Fault {
  const next = overtaken(fits);
  return tampered({ fromClient: (stanza, { resource }) => next(stanza, resource.jid) });
}

function overtakenFromRemote(fits: (stanza: XmlElement) => boolean): Fault {
  const next = overtaken(fits);
  return tampered({ fromRemote: (stanza) => next(stanza, stanza.attrs['from'] ?? '') });
}

export const addressingMutants: readonly Mutant[] = [
  breaks('rfc6120-8.1.1.1-a', {
    word: 'message-to-made-bare',
    title: 'It hands over messages to a resource as if they were to the account.',
    fault: () =>
      toClient(
        (stanza, at) => isMessage(stanza) && isToSelf(stanza, at),
        (stanza, { resource }) => [stamp(stanza, { to: resource.account.jid })],
      ),
  }),
  breaks('rfc6120-8.1.1.1-a', {
    word: 'message-to-made-real',
    title: 'It hands over messages to an unmatched resource as if they were to the one that gets them.',
    fault: () =>
      toClient(
        (stanza) => isMessage(stanza) && !isToBare(stanza),
        (stanza, { resource }) => [stamp(stanza, { to: resource.jid })],
      ),
  }),
  breaks('rfc6120-8.1.1.1-a', {
    word: 'presence-to-made-bare',
    title: 'It hands over presence to a resource as if it were to the account.',
    fault: () =>
      toClient(
        (stanza, at) => isPresence(stanza, 'available') && isToSelf(stanza, at),
        (stanza, { resource }) => [stamp(stanza, { to: resource.account.jid })],
      ),
  }),
  breaks('rfc6120-8.1.1.1-a', {
    word: 'request-to-lost',
    title: 'It hands over IQ requests without the address that they were sent to.',
    fault: () => toClient((stanza, at) => isIq(stanza, 'get') && isToSelf(stanza, at), altered({ to: undefined })),
  }),
  breaks('8.5.2.1.1-r', {
    word: 'to-made-full',
    title: 'It hands over messages to the account as if they were to the resource that gets them.',
    fault: () =>
      toClient(
        (stanza) => isMessage(stanza) && isToBare(stanza),
        (stanza, { resource }) => [stamp(stanza, { to: resource.jid })],
      ),
  }),
  breaks('8.5.2.1.1-r', {
    word: 'to-lost',
    title: 'It hands over messages without the address of the account that they were sent to.',
    fault: () => toClient((stanza) => isMessage(stanza) && isToBare(stanza), altered({ to: undefined })),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    word: 'message-from-bare',
    title: 'It stamps messages with the bare JID of their sender.',
    fault: () => sentAs(isMessage, (from) => bareOf(from) ?? from),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    word: 'presence-from-bare',
    title: 'It stamps directed presence with the bare JID of its sender.',
    fault: () =>
      sentAs(
        (stanza) => isPresence(stanza, 'available') && 'id' in stanza.attrs,
        (from) => bareOf(from) ?? from,
      ),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    word: 'request-from-bare',
    title: 'It stamps IQ requests with the bare JID of their sender.',
    fault: () =>
      sentAs(
        (stanza) => isIq(stanza, 'get'),
        (from) => bareOf(from) ?? from,
      ),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    word: 'bare-kept',
    title: 'It leaves the bare JID on stanzas whose client names itself by it.',
    fault: () => asClaimed((from, { resource }) => from === resource.account.jid),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    word: 'own-resource-kept',
    title: 'It lets a resource speak for another of its account.',
    fault: () => asClaimed((from, { resource }) => bareOf(from) === resource.account.jid),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    word: 'forged-kept',
    title: 'It believes whatever sender a client names.',
    fault: () => asClaimed(() => true),
  }),
  breaks('rfc6120-10.1-a', {
    word: 'bare-after-full',
    title: 'It lets stanzas to a full JID overtake messages to a bare one.',
    fault: () => overtakenFromClients((stanza) => isMessage(stanza) && isToBare(stanza)),
  }),
  breaks('rfc6120-10.1-a', {
    word: 'incoming-bare-after-full',
    title: 'It lets stanzas of other domains to a full JID overtake their messages to a bare one.',
    fault: () => overtakenFromRemote((stanza) => isMessage(stanza) && isToBare(stanza)),
  }),
  breaks('rfc6120-10.1-a', {
    word: 'presence-last',
    title: 'It lets other stanzas overtake directed presence.',
    fault: () => overtakenFromClients((stanza) => isPresence(stanza, 'available') && !isUnaddressed(stanza)),
  }),
  breaks('rfc6120-10.1-a', {
    word: 'offline-newest-first',
    title: 'It delivers what was kept newest first.',
    fault: () =>
      fromClient(
        (stanza) => isPresence(stanza, 'available') && isUnaddressed(stanza),
        (stanza, { resource }) => {
          resource.account.offline.reverse();
          return [stanza];
        },
      ),
  }),
];
