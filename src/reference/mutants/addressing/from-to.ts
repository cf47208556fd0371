// RFC 6120 8.1 and 10.1: wrong from and to addresses, and wrong order.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext, ServerState } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, onRoute, toClient, withHooks } from '../kit/mutant.ts';
import { idsChanged } from '../kit/near-misses.ts';
import { isIq, isMessage, isPresence, isUnaddressed } from '../kit/predicates.ts';
import { bareJidOf, isToBareJid } from '../kit/recipients.ts';
import { setAttributes } from '../kit/rewrites.ts';

const isFromOwnDomain = ({ attrs }: XmlElement, { domain }: ServerState): boolean =>
  parseJid(attrs['from'] ?? '')?.domain === domain;

/** Whether the `to` is the full JID of the resource that receives the stanza. */
const isToReceiver = ({ attrs }: XmlElement, { resource }: ClientContext): boolean => attrs['to'] === resource.jid;
const isPing = (stanza: XmlElement): boolean => isIq(stanza, 'get', NS.ping);

/** A fault: stanzas from resources of this server get another `from`. */
const stampFrom = (matches: (stanza: XmlElement) => boolean, from: (full: string) => string): Fault =>
  onRoute(
    (stanza, server) =>
      matches(stanza) && stanza.attrs['from']?.includes('/') === true && isFromOwnDomain(stanza, server),
    (stanza) => [stamp(stanza, { from: from(stanza.attrs['from'] ?? '') })],
  );

/** A fault: the server accepts a client's own `from`, and restores it after stamping. */
function trustFrom(isTrusted: (from: string, context: ClientContext) => boolean): Fault {
  const claims = new Map<string, string>();
  return withHooks({
    maySendAs: isTrusted,
    fromClient: (stanza, context) => {
      const { id = '', from } = stanza.attrs;
      if (from !== undefined && isTrusted(from, context)) claims.set(id, from);
      return [stanza];
    },
    route: (stanza) => [stamp(stanza, { from: claims.get(stanza.attrs['id'] ?? '') ?? stanza.attrs['from'] })],
  });
}

/** Holds a matching stanza until the next stanza of its sender, and releases it after that one; before a ping, in order. */
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
  ...(['message', 'presence'] as const).map((name) =>
    breaks('rfc6120-8.1.3-b', {
      slug: `${name}-without-id`,
      nearest: [name === 'message' ? 'rfc6121/5.2' : 'rfc6121/3.2.2'],
      title: `It removes the id of each ${name} stanza.`,
      fault: () => idsChanged((stanza) => stanza.name === name && stanza.attrs['type'] !== 'error'),
    }),
  ),
  breaks('rfc6120-8.1.1.1-a', {
    slug: 'message-to-made-bare',
    title: 'It delivers messages to a full JID with the bare JID as "to".',
    fault: () =>
      toClient(
        (stanza, context) => isMessage(stanza) && isToReceiver(stanza, context),
        (stanza, { resource }) => [stamp(stanza, { to: resource.account.jid })],
      ),
  }),
  breaks('rfc6120-8.1.1.1-a', {
    slug: 'message-to-made-real',
    title: 'It delivers messages to an unmatched resource with the full JID of their receiver as "to".',
    fault: () =>
      toClient(
        (stanza) => isMessage(stanza) && !isToBareJid(stanza),
        (stanza, { resource }) => [stamp(stanza, { to: resource.jid })],
      ),
  }),
  breaks('rfc6120-8.1.1.1-a', {
    slug: 'presence-to-made-bare',
    title: 'It delivers presence to a full JID with the bare JID as "to".',
    fault: () =>
      toClient(
        (stanza, context) => isPresence(stanza, 'available') && isToReceiver(stanza, context),
        (stanza, { resource }) => [stamp(stanza, { to: resource.account.jid })],
      ),
  }),
  breaks('rfc6120-8.1.1.1-a', {
    slug: 'request-to-lost',
    title: 'It delivers IQ requests without "to".',
    fault: () =>
      toClient(
        (stanza, context) => isIq(stanza, 'get') && isToReceiver(stanza, context),
        setAttributes({ to: undefined }),
      ),
  }),
  breaks('8.5.2.1.1-r', {
    slug: 'to-made-full',
    title: 'It delivers messages to a bare JID with the full JID of their receiver as "to".',
    fault: () =>
      toClient(
        (stanza) => isMessage(stanza) && isToBareJid(stanza),
        (stanza, { resource }) => [stamp(stanza, { to: resource.jid })],
      ),
  }),
  breaks('8.5.2.1.1-r', {
    slug: 'to-lost',
    title: 'It delivers messages to a bare JID without "to".',
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
    title: 'It accepts the bare JID as "from".',
    fault: () => trustFrom((from, { resource }) => from === resource.account.jid),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    slug: 'own-resource-kept',
    title: 'It accepts the full JID of another resource of the account as "from".',
    fault: () => trustFrom((from, { resource }) => bareJidOf(from) === resource.account.jid),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    slug: 'forged-kept',
    title: 'It accepts any "from".',
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
    title: 'It delivers offline messages newest first.',
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
