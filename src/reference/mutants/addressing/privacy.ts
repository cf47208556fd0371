// RFC 6121 11: what those learn who have no right to know whether somebody is online.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { element, NS } from '../../../stanza/xml.ts';
import { isSubscriber } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { availableResources } from '../../lookup.ts';
import { route } from '../../route.ts';
import type { Resource, ServerState } from '../../server-state.ts';
import { presence, stamp } from '../../stanza.ts';
import type { RouteRewrite } from '../kit/hooks.ts';
import { fromClient, onRoute, withHooks } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isIq, isMessage, isPresence } from '../kit/predicates.ts';
import { availableRecipients, bareJidOf, isToBareJid, recipientAccount, recipientJid } from '../kit/recipients.ts';
import { mapChildren } from '../kit/rewrites.ts';

/** From somebody who may not see the presence of the account that it is for. */
function isFromStranger(stanza: XmlElement, server: ServerState): boolean {
  const account = recipientAccount(stanza, server);
  return account !== undefined && !isSubscriber(account, bareJidOf(stanza.attrs['from']) ?? '');
}

const onProbeOfStranger = (rewrite: RouteRewrite): Fault =>
  onRoute((stanza, server) => isPresence(stanza, 'probe') && isFromStranger(stanza, server), rewrite);

/** The presence of all available resources, or only that they are there. */
const discloseWith =
  (of: (resource: Resource) => XmlElement): RouteRewrite =>
  (stanza, server) => {
    const told = availableRecipients(stanza, server).map((resource) =>
      stamp(of(resource), { from: resource.jid, to: stanza.attrs['from'] }),
    );
    return told.length > 0 ? told : [stanza];
  };

const wholePresence = (resource: Resource): XmlElement => resource.presence ?? presence({});

/** Strangers are told by the kind of answer. */
const discloseUnavailable: RouteRewrite = (stanza, server) =>
  availableRecipients(stanza, server).length > 0
    ? [stanza]
    : [presence({ type: 'unavailable', from: recipientJid(stanza)?.bare, to: stanza.attrs['from'] })];

/** Each error that the server gives in the name of an account says whether anybody is there. */
function onAccountErrors(say: (isOnline: boolean, error: XmlElement) => XmlElement): Fault {
  const change: RouteRewrite = (stanza, server) => {
    const account = server.accounts.get(parseJid(stanza.attrs['from'] ?? '')?.local ?? '');
    const isOurs =
      account !== undefined && stanza.attrs['type'] === 'error' && bareJidOf(stanza.attrs['from']) === account.jid;
    if (!isOurs) return [stanza];
    const isOnline = availableResources(account).length > 0;
    return [mapChildren(stanza, (child) => [child.name === 'error' ? say(isOnline, child) : child])];
  };
  return withHooks({ toClient: (stanza, { server }) => change(stanza, server), toRemote: change });
}

const withText = (error: XmlElement, words: string): XmlElement => ({
  ...error,
  children: [...error.children, element('text', NS.stanzas, {}, [words])],
});

/** Questions of strangers that are answered while somebody is there to answer them. */
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

/** Whoever talks with a resource sees what it shows to all, and when it goes. */
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

/** A message to somebody, or a broadcast. */
const isMessageOrBroadcast = (stanza: XmlElement): boolean =>
  stanza.attrs['to'] === undefined ? isPresence(stanza) : isMessage(stanza);

/** Whoever talks with a resource is told when its stream ends. */
function notifyPartnersOfEnd(): Fault {
  const directed = presence({});
  return fromClient(isMessage, (stanza, { resource }) => {
    const { to } = stanza.attrs;
    // As if the resource had shown its presence to them: what is shown is taken back (4.5.2).
    if (to !== undefined) resource.directed.set(to, directed);
    return [stanza];
  });
}

/** Presence for everybody goes to these contacts besides. */
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

/** A message to an account brings its presence back. */
const answerMessagesWithPresence = (): Fault =>
  onRoute(
    (stanza, server) => isMessage(stanza) && stanza.attrs['type'] !== 'error' && isFromStranger(stanza, server),
    (stanza, server) => [
      stanza,
      ...discloseWith(() => presence({}))(stanza, server).filter((answer) => isPresence(answer)),
    ],
  );

export const privacyMutants: readonly Mutant[] = [
  breaks('11-a', {
    slug: 'presence-told',
    title: 'It shows all presence to strangers who probe.',
    fault: () => onProbeOfStranger(discloseWith(wholePresence)),
  }),
  breaks('11-a', {
    slug: 'availability-told',
    title: 'It tells strangers who probe which resources are available.',
    fault: () => onProbeOfStranger(discloseWith(() => presence({}))),
  }),
  breaks('11-a', {
    slug: 'absence-told',
    title: 'It tells strangers who probe that nobody is online.',
    fault: () => onProbeOfStranger(discloseUnavailable),
  }),
  breaks('11-a', {
    slug: 'denied-while-online',
    title: 'It answers strangers who probe only while somebody is online.',
    fault: () =>
      onProbeOfStranger((stanza, server) => (availableRecipients(stanza, server).length > 0 ? [stanza] : [])),
  }),
  breaks('11-b', {
    slug: 'told-in-words',
    title: 'It says in the text of a refusal whether anybody is online.',
    fault: () => onAccountErrors((isOnline, error) => withText(error, isOnline ? 'not allowed' : 'nobody is here')),
  }),
  breaks('11-b', {
    slug: 'told-by-type',
    title: 'It gives a refusal the type wait when nobody is online.',
    fault: () => onAccountErrors((isOnline, error) => (isOnline ? error : stamp(error, { type: 'wait' }))),
  }),
  breaks('11-b', {
    slug: 'answered-while-online',
    title: 'It answers questions of strangers while somebody is online.',
    fault: answerWhileOnline,
  }),
  breaks('11-b', {
    slug: 'messages-answered',
    title: 'It sends the presence of an account to strangers who send it a message.',
    fault: answerMessagesWithPresence,
  }),
  breaks('11-c', {
    slug: 'shown-to-partners',
    title: 'It sends broadcasts to all to whom the resource has sent messages.',
    fault: broadcastToPartners,
  }),
  breaks('11-c', {
    slug: 'end-shown-to-partners',
    title: 'It tells all to whom the resource has sent messages when it goes.',
    fault: notifyPartnersOfEnd,
  }),
  breaks('11-c', {
    slug: 'to-publishers',
    title: 'It broadcasts to contacts whose presence the user sees.',
    fault: () => broadcastAlsoTo('to'),
  }),
  breaks('11-c', {
    slug: 'to-the-unsubscribed',
    title: 'It broadcasts to contacts who are merely listed.',
    fault: () => broadcastAlsoTo('none'),
  }),
];
