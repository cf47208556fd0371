// RFC 6120 8.1 and 10.1: wrong from and to addresses, and wrong order.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext, ServerState } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, onRoute, toClient, withHooks } from '../kit/mutant.ts';
import { idsChanged } from '../kit/near-misses.ts';
import { bareJidOf, isToBareJid } from '../kit/recipients.ts';
import { isIq, isMessage, isPresence, isUnaddressed, setAttributes } from '../kit/rewrites.ts';

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
    breaks(
      `rfc6120-8.1.3-b/${name}-without-id`,
      `It removes the id of each ${name} stanza.`,
      () => idsChanged((stanza) => stanza.name === name && stanza.attrs['type'] !== 'error'),
      { nearest: [name === 'message' ? 'rfc6121/5.2' : 'rfc6121/3.2.2'] },
    ),
  ),
  breaks(
    'rfc6120-8.1.1.1-a/message-to-made-bare',
    'It delivers messages to a full JID with the bare JID as "to".',
    () =>
      toClient(
        (stanza, context) => isMessage(stanza) && isToReceiver(stanza, context),
        (stanza, { resource }) => [stamp(stanza, { to: resource.account.jid })],
      ),
  ),
  breaks(
    'rfc6120-8.1.1.1-a/message-to-made-real',
    'It delivers messages to an unmatched resource with the full JID of their receiver as "to".',
    () =>
      toClient(
        (stanza) => isMessage(stanza) && !isToBareJid(stanza),
        (stanza, { resource }) => [stamp(stanza, { to: resource.jid })],
      ),
  ),
  breaks(
    'rfc6120-8.1.1.1-a/presence-to-made-bare',
    'It delivers presence to a full JID with the bare JID as "to".',
    () =>
      toClient(
        (stanza, context) => isPresence(stanza, 'available') && isToReceiver(stanza, context),
        (stanza, { resource }) => [stamp(stanza, { to: resource.account.jid })],
      ),
  ),
  breaks('rfc6120-8.1.1.1-a/request-to-lost', 'It delivers IQ requests without "to".', () =>
    toClient(
      (stanza, context) => isIq(stanza, 'get') && isToReceiver(stanza, context),
      setAttributes({ to: undefined }),
    ),
  ),
  breaks(
    '8.5.2.1.1-r/to-made-full',
    'It delivers messages to a bare JID with the full JID of their receiver as "to".',
    () =>
      toClient(
        (stanza) => isMessage(stanza) && isToBareJid(stanza),
        (stanza, { resource }) => [stamp(stanza, { to: resource.jid })],
      ),
  ),
  breaks('8.5.2.1.1-r/to-lost', 'It delivers messages to a bare JID without "to".', () =>
    toClient((stanza) => isMessage(stanza) && isToBareJid(stanza), setAttributes({ to: undefined })),
  ),
  breaks('rfc6120-8.1.2.1-a/message-from-bare', 'It stamps messages with the bare JID of their sender.', () =>
    stampFrom(isMessage, (from) => bareJidOf(from) ?? from),
  ),
  breaks('rfc6120-8.1.2.1-a/presence-from-bare', 'It stamps directed presence with the bare JID of its sender.', () =>
    stampFrom(
      (stanza) => isPresence(stanza, 'available') && 'id' in stanza.attrs,
      (from) => bareJidOf(from) ?? from,
    ),
  ),
  breaks('rfc6120-8.1.2.1-a/request-from-bare', 'It stamps IQ requests with the bare JID of their sender.', () =>
    stampFrom(
      (stanza) => isIq(stanza, 'get'),
      (from) => bareJidOf(from) ?? from,
    ),
  ),
  breaks('rfc6120-8.1.2.1-a/bare-kept', 'It accepts the bare JID as "from".', () =>
    trustFrom((from, { resource }) => from === resource.account.jid),
  ),
  breaks(
    'rfc6120-8.1.2.1-a/own-resource-kept',
    'It accepts the full JID of another resource of the account as "from".',
    () => trustFrom((from, { resource }) => bareJidOf(from) === resource.account.jid),
  ),
  breaks('rfc6120-8.1.2.1-a/forged-kept', 'It accepts any "from".', () => trustFrom(() => true)),
  breaks('rfc6120-10.1-a/bare-after-full', 'It lets stanzas to a full JID overtake messages to a bare one.', () =>
    overtakeFromClients((stanza) => isMessage(stanza) && isToBareJid(stanza)),
  ),
  breaks(
    'rfc6120-10.1-a/incoming-bare-after-full',
    'It lets stanzas of other domains to a full JID overtake their messages to a bare one.',
    () => overtakeFromRemote((stanza) => isMessage(stanza) && isToBareJid(stanza)),
  ),
  breaks('rfc6120-10.1-a/presence-last', 'It lets other stanzas overtake directed presence.', () =>
    overtakeFromClients((stanza) => isPresence(stanza, 'available') && !isUnaddressed(stanza)),
  ),
  breaks('rfc6120-10.1-a/offline-newest-first', 'It delivers offline messages newest first.', () =>
    fromClient(
      (stanza) => isPresence(stanza, 'available') && isUnaddressed(stanza),
      (stanza, { resource }) => {
        resource.account.offline.reverse();
        return [stanza];
      },
    ),
  ),
];
