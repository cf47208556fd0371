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
import { breaks, fromClient, isIq, isMessage, isPresence, onTheWay, tampered, withChildren } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import type { Becomes } from '../kit/whom.ts';
import { accountOf, addressOf, availableFor, bareOf, isToBare } from '../kit/whom.ts';

/** From somebody who may not see the presence of the account that it is for. */
function isByStranger(stanza: XmlElement, server: ServerState): boolean {
  const account = accountOf(stanza, server);
  return account !== undefined && !isSubscriber(account, bareOf(stanza.attrs['from']) ?? '');
}

const probedByStranger = (become: Becomes): Fault =>
  onTheWay((stanza, server) => isPresence(stanza, 'probe') && isByStranger(stanza, server), become);

/** The presence of all available resources, or only that they are there. */
const toldOf =
  (of: (resource: Resource) => XmlElement): Becomes =>
  (stanza, server) => {
    const told = availableFor(stanza, server).map((resource) =>
      stamp(of(resource), { from: resource.jid, to: stanza.attrs['from'] }),
    );
    return told.length > 0 ? told : [stanza];
  };

const wholePresence = (resource: Resource): XmlElement => resource.presence ?? presence({});

/** Strangers are told by the kind of answer. */
const unavailableTold: Becomes = (stanza, server) =>
  availableFor(stanza, server).length > 0
    ? [stanza]
    : [presence({ type: 'unavailable', from: addressOf(stanza)?.bare, to: stanza.attrs['from'] })];

/** Each error that the server gives in the name of an account says whether anybody is there. */
function refusalsTell(say: (isOnline: boolean, error: XmlElement) => XmlElement): Fault {
  const change: Becomes = (stanza, server) => {
    const account = server.accounts.get(parseJid(stanza.attrs['from'] ?? '')?.local ?? '');
    const isOurs =
      account !== undefined && stanza.attrs['type'] === 'error' && bareOf(stanza.attrs['from']) === account.jid;
    if (!isOurs) return [stanza];
    const isOnline = availableResources(account).length > 0;
    return [withChildren(stanza, (child) => [child.name === 'error' ? say(isOnline, child) : child])];
  };
  return tampered({ toClient: (stanza, { server }) => change(stanza, server), toRemote: change });
}

const inWords = (error: XmlElement, words: string): XmlElement => ({
  ...error,
  children: [...error.children, element('text', NS.stanzas, {}, [words])],
});

/** Questions of strangers that are answered while somebody is there to answer them. */
const answeredWhileOnline = (): Fault =>
  onTheWay(
    (stanza, server) =>
      isIq(stanza, 'get', NS.version) &&
      isToBare(stanza) &&
      isByStranger(stanza, server) &&
      availableFor(stanza, server).length > 0,
    (stanza) => {
      const { to, from } = stanza.attrs;
      return [stamp(stanza, { type: 'result', from: to, to: from })];
    },
  );

/** Whoever talks with a resource sees what it shows to all, and when it goes. */
function shownToPartners(): Fault {
  const partners = new Map<Resource, ReadonlySet<string>>();
  return fromClient(isForPartners, (stanza, { server, resource }) => {
    const { to } = stanza.attrs;
    const own = partners.get(resource) ?? new Set();
    if (to !== undefined) partners.set(resource, new Set([...own, to]));
    else for (const partner of own) route(server, stamp(stanza, { from: resource.jid, to: partner }));
    return [stanza];
  });
}

/** A message to somebody, or a broadcast. */
const isForPartners = (stanza: XmlElement): boolean =>
  stanza.attrs['to'] === undefined ? isPresence(stanza) : isMessage(stanza);

/** Whoever talks with a resource is told when its stream ends. */
function endShownToPartners(): Fault {
  const directed = presence({});
  return fromClient(isMessage, (stanza, { resource }) => {
    const { to } = stanza.attrs;
    // As if the resource had shown its presence to them: what is shown is taken back (4.5.2).
    if (to !== undefined) resource.directed.set(to, directed);
    return [stanza];
  });
}

/** Presence for everybody goes to these contacts besides. */
function alsoTo(subscription: string): Fault {
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
const messagesAnswered = (): Fault =>
  onTheWay(
    (stanza, server) => isMessage(stanza) && stanza.attrs['type'] !== 'error' && isByStranger(stanza, server),
    (stanza, server) => [stanza, ...toldOf(() => presence({}))(stanza, server).filter((answer) => isPresence(answer))],
  );

export const addressingPrivacyMutants: readonly Mutant[] = [
  breaks('11-a', {
    word: 'presence-told',
    title: 'It shows all presence to strangers who probe.',
    fault: () => probedByStranger(toldOf(wholePresence)),
  }),
  breaks('11-a', {
    word: 'availability-told',
    title: 'It tells strangers who probe which resources are available.',
    fault: () => probedByStranger(toldOf(() => presence({}))),
  }),
  breaks('11-a', {
    word: 'absence-told',
    title: 'It tells strangers who probe that nobody is online.',
    fault: () => probedByStranger(unavailableTold),
  }),
  breaks('11-a', {
    word: 'denied-while-online',
    title: 'It answers strangers who probe only while somebody is online.',
    fault: () => probedByStranger((stanza, server) => (availableFor(stanza, server).length > 0 ? [stanza] : [])),
  }),
  breaks('11-b', {
    word: 'told-in-words',
    title: 'It says in the text of a refusal whether anybody is online.',
    fault: () => refusalsTell((isOnline, error) => inWords(error, isOnline ? 'not allowed' : 'nobody is here')),
  }),
  breaks('11-b', {
    word: 'told-by-type',
    title: 'It gives a refusal the type wait when nobody is online.',
    fault: () => refusalsTell((isOnline, error) => (isOnline ? error : stamp(error, { type: 'wait' }))),
  }),
  breaks('11-b', {
    word: 'answered-while-online',
    title: 'It answers questions of strangers while somebody is online.',
    fault: answeredWhileOnline,
  }),
  breaks('11-b', {
    word: 'messages-answered',
    title: 'It sends the presence of an account to strangers who send it a message.',
    fault: messagesAnswered,
  }),
  breaks('11-c', {
    word: 'shown-to-partners',
    title: 'It sends broadcasts to all to whom the resource has sent messages.',
    fault: shownToPartners,
  }),
  breaks('11-c', {
    word: 'end-shown-to-partners',
    title: 'It tells all to whom the resource has sent messages when it goes.',
    fault: endShownToPartners,
  }),
  breaks('11-c', {
    word: 'to-publishers',
    title: 'It broadcasts to contacts whose presence the user sees.',
    fault: () => alsoTo('to'),
  }),
  breaks('11-c', {
    word: 'to-the-unsubscribed',
    title: 'It broadcasts to contacts who are merely listed.',
    fault: () => alsoTo('none'),
  }),
];
