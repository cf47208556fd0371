// RFC 6121 11: entities without a subscription learn whether a user is online.

import type { XmlElement } from '../../../model/xml.ts';
import { element, NS } from '../../../stanza/xml.ts';
import { availableResources, isSubscriber, route } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import type { Resource, ServerState } from '../../server-state.ts';
import { presence, stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, onRoute, type RouteRewrite, withHooks } from '../kit/mutant.ts';
import {
  availableRecipients,
  isToBareJid,
  recipientAccount,
  recipientJid,
  senderAccount,
  senderBareJid,
} from '../kit/recipients.ts';
import { isIq, isMessage, isPresence, mapChildren } from '../kit/rewrites.ts';

/** Whether the sender is not subscribed to the recipient. */
export function isFromStranger(stanza: XmlElement, server: ServerState): boolean {
  const account = recipientAccount(stanza, server);
  return account !== undefined && !isSubscriber(account, senderBareJid(stanza));
}

const onProbeOfStranger = (rewrite: RouteRewrite): Fault =>
  onRoute((stanza, server) => isPresence(stanza, 'probe') && isFromStranger(stanza, server), rewrite);

/** Answers a stanza with presence of all available resources. Without available resources, the stanza is handled as usual. */
const discloseWith =
  (of: (resource: Resource) => XmlElement): RouteRewrite =>
  (stanza, server) => {
    const answers = availableRecipients(stanza, server).map((resource) =>
      stamp(of(resource), { from: resource.jid, to: stanza.attrs['from'] }),
    );
    return answers.length > 0 ? answers : [stanza];
  };

const wholePresence = (resource: Resource): XmlElement => resource.presence ?? presence({});

/** Answers a stanza with unavailable presence when the account is offline. */
const discloseUnavailable: RouteRewrite = (stanza, server) =>
  availableRecipients(stanza, server).length > 0
    ? [stanza]
    : [presence({ type: 'unavailable', from: recipientJid(stanza)?.bare, to: stanza.attrs['from'] })];

/** A fault in the errors from accounts: they disclose whether the account is online. */
function onAccountErrors(disclose: (isOnline: boolean, error: XmlElement) => XmlElement): Fault {
  const change: RouteRewrite = (stanza, server) => {
    const account = senderAccount(stanza, server);
    if (account === undefined || stanza.attrs['type'] !== 'error') return [stanza];
    const isOnline = availableResources(account).length > 0;
    return [mapChildren(stanza, (child) => [child.name === 'error' ? disclose(isOnline, child) : child])];
  };
  return withHooks({ toClient: (stanza, { server }) => change(stanza, server), toRemote: change });
}

const withText = (error: XmlElement, words: string): XmlElement => ({
  ...error,
  children: [...error.children, element('text', NS.stanzas, {}, [words])],
});

/** A fault: the server answers requests of strangers while the account is online. */
const answerWhileOnline = (): Fault =>
  onRoute(
    (stanza, server) =>
      isIq(stanza, 'get', NS.version) &&
      isToBareJid(stanza) &&
      isFromStranger(stanza, server) &&
      availableRecipients(stanza, server).length > 0,
    (stanza) => {
      const { to, from } = stanza.attrs;
      return [stamp(stanza, { type: 'result', from: to, to: from })];
    },
  );

/** A fault: the recipients of a resource's messages receive its broadcasts. */
function broadcastToPartners(): Fault {
  const partners = new Map<Resource, ReadonlySet<string>>();
  return fromClient(isMessageOrBroadcast, (stanza, { server, resource }) => {
    const { to } = stanza.attrs;
    const own = partners.get(resource) ?? new Set();
    if (to !== undefined) partners.set(resource, new Set([...own, to]));
    else for (const partner of own) route(server, stamp(stanza, { from: resource.jid, to: partner }));
    return [stanza];
  });
}

/** A message with a `to`, or a broadcast. */
const isMessageOrBroadcast = (stanza: XmlElement): boolean =>
  stanza.attrs['to'] === undefined ? isPresence(stanza) : isMessage(stanza);

/** A fault: the recipients of a resource's messages receive its last unavailable presence. */
function notifyPartnersOfEnd(): Fault {
  const directed = presence({});
  return fromClient(isMessage, (stanza, { resource }) => {
    const { to } = stanza.attrs;
    // The server sends unavailable presence to the recipients of directed presence (4.5.2).
    if (to !== undefined) resource.directed.set(to, directed);
    return [stanza];
  });
}

/** A fault: contacts with that subscription receive broadcasts. */
function broadcastAlsoTo(subscription: string): Fault {
  return fromClient(
    (stanza) => isPresence(stanza) && stanza.attrs['to'] === undefined,
    (stanza, { server, resource }) => {
      const others = [...resource.account.roster.items.values()].filter((item) => item.subscription === subscription);
      for (const { jid } of others) route(server, stamp(stanza, { from: resource.jid, to: jid }));
      return [stanza];
    },
  );
}

/** A fault: the server probes contacts without a subscription, who learn by that that the user is online. */
function probeStrangers(): Fault {
  return fromClient(
    (stanza) => isPresence(stanza, 'available') && stanza.attrs['to'] === undefined,
    (stanza, { server, resource: { account } }) => {
      const strangers = [...account.roster.items.values()].filter((item) => item.subscription === 'none');
      for (const { jid: to } of strangers) route(server, presence({ type: 'probe', from: account.jid, to }));
      return [stanza];
    },
  );
}

/** A fault: the server answers messages of strangers with presence. */
const answerMessagesWithPresence = (): Fault =>
  onRoute(
    (stanza, server) => isMessage(stanza) && stanza.attrs['type'] !== 'error' && isFromStranger(stanza, server),
    (stanza, server) => [
      stanza,
      ...discloseWith(() => presence({}))(stanza, server).filter((answer) => isPresence(answer)),
    ],
  );

export const privacyMutants: readonly Mutant[] = [
  breaks('11-a/presence-told', 'It answers probes of strangers with the whole presence of all resources.', () =>
    onProbeOfStranger(discloseWith(wholePresence)),
  ),
  breaks(
    '11-a/availability-told',
    'It answers probes of strangers with presence of each available resource, without children.',
    () => onProbeOfStranger(discloseWith(() => presence({}))),
  ),
  breaks(
    '11-a/absence-told',
    'It answers probes of strangers with unavailable presence when the user is offline.',
    () => onProbeOfStranger(discloseUnavailable),
  ),
  breaks('11-a/denied-while-online', 'It answers probes of strangers only while the user is online.', () =>
    onProbeOfStranger((stanza, server) => (availableRecipients(stanza, server).length > 0 ? [stanza] : [])),
  ),
  breaks('11-b/told-in-words', 'It discloses in the text of an error whether the user is online.', () =>
    onAccountErrors((isOnline, error) => withText(error, isOnline ? 'not allowed' : 'nobody is here')),
  ),
  breaks('11-b/told-by-type', 'It returns errors of type wait when the user is offline.', () =>
    onAccountErrors((isOnline, error) => (isOnline ? error : stamp(error, { type: 'wait' }))),
  ),
  breaks(
    '11-b/answered-while-online',
    'It answers IQ requests of strangers while the user is online.',
    answerWhileOnline,
  ),
  breaks('11-b/messages-answered', 'It answers messages of strangers with presence.', answerMessagesWithPresence),
  breaks('11-b/strangers-probed', 'It probes contacts with the subscription none.', probeStrangers),
  breaks(
    '11-c/shown-to-partners',
    'It sends broadcasts to all recipients of messages of the resource.',
    broadcastToPartners,
  ),
  breaks(
    '11-c/end-shown-to-partners',
    'It sends unavailable presence to all recipients of messages of the resource.',
    notifyPartnersOfEnd,
  ),
  breaks('11-c/to-publishers', 'It broadcasts to contacts to which the user is subscribed.', () =>
    broadcastAlsoTo('to'),
  ),
  breaks('11-c/to-the-unsubscribed', 'It broadcasts to contacts with the subscription none.', () =>
    broadcastAlsoTo('none'),
  ),
];
