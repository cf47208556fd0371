// RFC 6120 8.1 and 10.1: from, to, and order.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext, ServerState } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { fromClient, onRoute, toClient, withHooks } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isIq, isMessage, isPresence } from '../kit/predicates.ts';
import { bareJidOf, isToBareJid } from '../kit/recipients.ts';
import { setAttributes } from '../kit/rewrites.ts';

const isFromOurs = ({ attrs }: XmlElement, { domain }: ServerState): boolean =>
  parseJid(attrs['from'] ?? '')?.domain === domain;

/** One with a `to` that is the full JID of who gets it. */
const isToSelf = ({ attrs }: XmlElement, { resource }: ClientContext): boolean => attrs['to'] === resource.jid;
const isUnaddressed = ({ attrs }: XmlElement): boolean => attrs['to'] === undefined;
const isPing = (stanza: XmlElement): boolean => isIq(stanza, 'get', NS.ping);

/** From another address than that of the resource which sent it; ours only. */
const stampFrom = (matches: (stanza: XmlElement) => boolean, from: (full: string) => string): Fault =>
  onRoute(
    (stanza, server) => matches(stanza) && stanza.attrs['from']?.includes('/') === true && isFromOurs(stanza, server),
    (stanza) => [stamp(stanza, { from: from(stanza.attrs['from'] ?? '') })],
  );

/** The sender that a client names counts: it is put on again after the server has replaced it. */
function trustFrom(isBelieved: (from: string, context: ClientContext) => boolean): Fault {
  const claims = new Map<string, string>();
  return withHooks({
    maySendAs: isBelieved,
    fromClient: (stanza, context) => {
      const { id = '', from } = stanza.attrs;
      if (from !== undefined && isBelieved(from, context)) claims.set(id, from);
      return [stanza];
    },
    route: (stanza) => [stamp(stanza, { from: claims.get(stanza.attrs['id'] ?? '') ?? stanza.attrs['from'] })],
  });
}

/** A stanza that fits waits for the next one of its sender, and goes after it; a ping lets nothing wait. */
function createOvertaking(
  matches: (stanza: XmlElement) => boolean,
): (stanza: XmlElement, sender: string) => readonly XmlElement[] {
  const waiting = new Map<string, readonly XmlElement[]>();
  return (stanza, sender) => {
    const before = waiting.get(sender) ?? [];
    waiting.set(sender, matches(stanza) ? [stanza] : []);
    if (matches(stanza)) return before;
    return isPing(stanza) ? [...before, stanza] : [stanza, ...before];
  };
}

function overtakeFromClients(matches: (stanza: XmlElement) => boolean): Fault {
  const next = createOvertaking(matches);
  return withHooks({ fromClient: (stanza, { resource }) => next(stanza, resource.jid) });
}

function overtakeFromRemote(matches: (stanza: XmlElement) => boolean): Fault {
  const next = createOvertaking(matches);
  return withHooks({ fromRemote: (stanza) => next(stanza, stanza.attrs['from'] ?? '') });
}

export const fromToMutants: readonly Mutant[] = [
  breaks('rfc6120-8.1.1.1-a', {
    slug: 'message-to-made-bare',
    title: 'It hands over messages to a resource as if they were to the account.',
    fault: () =>
      toClient(
        (stanza, context) => isMessage(stanza) && isToSelf(stanza, context),
        (stanza, { resource }) => [stamp(stanza, { to: resource.account.jid })],
      ),
  }),
  breaks('rfc6120-8.1.1.1-a', {
    slug: 'message-to-made-real',
    title: 'It hands over messages to an unmatched resource as if they were to the one that gets them.',
    fault: () =>
      toClient(
        (stanza) => isMessage(stanza) && !isToBareJid(stanza),
        (stanza, { resource }) => [stamp(stanza, { to: resource.jid })],
      ),
  }),
  breaks('rfc6120-8.1.1.1-a', {
    slug: 'presence-to-made-bare',
    title: 'It hands over presence to a resource as if it were to the account.',
    fault: () =>
      toClient(
        (stanza, context) => isPresence(stanza, 'available') && isToSelf(stanza, context),
        (stanza, { resource }) => [stamp(stanza, { to: resource.account.jid })],
      ),
  }),
  breaks('rfc6120-8.1.1.1-a', {
    slug: 'request-to-lost',
    title: 'It hands over IQ requests without the address that they were sent to.',
    fault: () =>
      toClient((stanza, context) => isIq(stanza, 'get') && isToSelf(stanza, context), setAttributes({ to: undefined })),
  }),
  breaks('8.5.2.1.1-r', {
    slug: 'to-made-full',
    title: 'It hands over messages to the account as if they were to the resource that gets them.',
    fault: () =>
      toClient(
        (stanza) => isMessage(stanza) && isToBareJid(stanza),
        (stanza, { resource }) => [stamp(stanza, { to: resource.jid })],
      ),
  }),
  breaks('8.5.2.1.1-r', {
    slug: 'to-lost',
    title: 'It hands over messages without the address of the account that they were sent to.',
    fault: () => toClient((stanza) => isMessage(stanza) && isToBareJid(stanza), setAttributes({ to: undefined })),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    slug: 'message-from-bare',
    title: 'It stamps messages with the bare JID of their sender.',
    fault: () => stampFrom(isMessage, (from) => bareJidOf(from) ?? from),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    slug: 'presence-from-bare',
    title: 'It stamps directed presence with the bare JID of its sender.',
    fault: () =>
      stampFrom(
        (stanza) => isPresence(stanza, 'available') && 'id' in stanza.attrs,
        (from) => bareJidOf(from) ?? from,
      ),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    slug: 'request-from-bare',
    title: 'It stamps IQ requests with the bare JID of their sender.',
    fault: () =>
      stampFrom(
        (stanza) => isIq(stanza, 'get'),
        (from) => bareJidOf(from) ?? from,
      ),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    slug: 'bare-kept',
    title: 'It leaves the bare JID on stanzas whose client names itself by it.',
    fault: () => trustFrom((from, { resource }) => from === resource.account.jid),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    slug: 'own-resource-kept',
    title: 'It lets a resource speak for another of its account.',
    fault: () => trustFrom((from, { resource }) => bareJidOf(from) === resource.account.jid),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    slug: 'forged-kept',
    title: 'It believes whatever sender a client names.',
    fault: () => trustFrom(() => true),
  }),
  breaks('rfc6120-10.1-a', {
    slug: 'bare-after-full',
    title: 'It lets stanzas to a full JID overtake messages to a bare one.',
    fault: () => overtakeFromClients((stanza) => isMessage(stanza) && isToBareJid(stanza)),
  }),
  breaks('rfc6120-10.1-a', {
    slug: 'incoming-bare-after-full',
    title: 'It lets stanzas of other domains to a full JID overtake their messages to a bare one.',
    fault: () => overtakeFromRemote((stanza) => isMessage(stanza) && isToBareJid(stanza)),
  }),
  breaks('rfc6120-10.1-a', {
    slug: 'presence-last',
    title: 'It lets other stanzas overtake directed presence.',
    fault: () => overtakeFromClients((stanza) => isPresence(stanza, 'available') && !isUnaddressed(stanza)),
  }),
  breaks('rfc6120-10.1-a', {
    slug: 'offline-newest-first',
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
