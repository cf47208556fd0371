// What a server itself may put into a stanza: one row for each rule that every stanza is held against.

import type { StanzaFault } from '../../model/stanza-fault.ts';
import type { XmlElement, XmlFault } from '../../model/xml.ts';
import { localOf, resourceOf } from '../../stanza/jid.ts';
import { child, elements, NS, text } from '../../stanza/xml.ts';
import {
  addressed,
  answers,
  childrenNamed,
  each,
  itemsOf,
  messages,
  noErrors,
  otherErrors,
  presenceErrors,
  pushes,
  subscriptionPresence,
  when,
} from './parts.ts';

/** Who receives a stanza. */
export interface Receiver {
  /** Full JID of the session. */
  readonly jid: string;
  /** Bare JID of its account. */
  readonly user: string;
  /** The tester plays it on another domain, where no roster of the server is anybody's own. Absent: no. */
  readonly isRemote?: boolean;
}

/** One rule of the lint. */
export interface LintRule {
  readonly requirement: string;
  /** The elements of a stanza that the rule speaks of. */
  readonly appliesTo: (stanza: XmlElement, receiver: Receiver) => readonly XmlElement[];
  /** What is wrong with such an element, if anything. */
  readonly problem: (element: XmlElement, receiver: Receiver) => StanzaFault | undefined;
}

/** Values of `type` on messages (RFC 6121 5.2.2) and texts of `<show/>` (4.7.2.1). */
const MESSAGE_TYPES: readonly string[] = ['chat', 'error', 'groupchat', 'headline', 'normal'];
const SHOWS: readonly string[] = ['away', 'chat', 'dnd', 'xa'];

/** The rule that forbids answers to automatic answers. A transcript marks those, so it needs no look at the stanza. */
export const ANSWERS_UNANSWERED = 'rfc6120-8.2.3-b';

/** The rule that a wrong stanza is answered with an error, or not at all: no stanza of ours is an error of the stream. */
export const ENDS_NO_STREAM = 'rfc6120-8.3-a';

/** The rule on text that is no XML. */
export const WELL_FORMED = 'rfc6120-11.3-a';

/** What a server may not write into a stream, by rule. */
export const XML_RULES: readonly { readonly requirement: string; readonly faults: readonly XmlFault[] }[] = [
  { requirement: 'rfc6120-11.1-a', faults: ['comment', 'processing-instruction', 'document-type'] },
  { requirement: WELL_FORMED, faults: ['ill-formed'] },
  { requirement: 'rfc6120-11.6-a', faults: ['invalid-utf-8', 'other-encoding', 'byte-order-mark'] },
];

/** Every rule, in the order of the standard. */
export const LINT_RULES: readonly LintRule[] = [
  { requirement: 'rfc6121-2-c', appliesTo: pushes, problem: foreignPush },
  { requirement: 'rfc6121-2.1.2.2-d', appliesTo: itemsOf('result', 'set'), problem: unknownAsk },
  { requirement: 'rfc6121-2.1.2.3-a', appliesTo: itemsOf('result', 'set'), problem: jidMissing },
  { requirement: 'rfc6121-2.1.6-a', appliesTo: pushes, problem: notOneItem },
  // A push from another sender, which every client must ignore (RFC 6121 2.1.6), is no push: none was sent.
  { requirement: 'rfc6121-2.2-b', appliesTo: pushes, problem: wrongPushSender },
  { requirement: 'rfc6121-3-a', appliesTo: subscriptionPresence, problem: fullJidAsSender },
  {
    requirement: 'rfc6121-4.7.1-b',
    appliesTo: presenceErrors,
    problem: errorMissing,
  },
  several('rfc6121-4.7.2.1-b', 'presence', 'show'),
  mixed('rfc6121-4.7.2.1-c', 'presence', 'show'),
  { requirement: 'rfc6121-4.7.2.1-d', appliesTo: each('presence', 'show'), problem: unknownShow },
  mixed('rfc6121-4.7.2.2-b', 'presence', 'status'),
  sameLanguage('rfc6121-4.7.2.2-g', 'presence', 'status'),
  { requirement: 'rfc6121-4.7.2.3-b', appliesTo: each('presence', 'priority'), problem: noPriority },
  several('rfc6121-4.7.2.3-c', 'presence', 'priority'),
  mixed('rfc6121-4.7.2.3-d', 'presence', 'priority'),
  { requirement: 'rfc6121-5.2.2-b', appliesTo: messages, problem: unknownType },
  sameLanguage('rfc6121-5.2.3-d', 'message', 'body'),
  mixed('rfc6121-5.2.3-c', 'message', 'body'),
  sameLanguage('rfc6121-5.2.4-c', 'message', 'subject'),
  mixed('rfc6121-5.2.4-b', 'message', 'subject'),
  several('rfc6121-5.2.5-d', 'message', 'thread'),
  mixed('rfc6121-5.2.5-k', 'message', 'thread'),
  { requirement: 'rfc6120-8.1.1.1-b', appliesTo: ofAccount, problem: wrongRecipient },
  { requirement: 'rfc6120-8.2.3-a', appliesTo: answers, problem: idMissing },
  { requirement: 'rfc6120-8.3.1-c', appliesTo: otherErrors, problem: errorMissing },
  { requirement: 'rfc6120-8.3.1-d', appliesTo: noErrors, problem: errorUnasked },
  { requirement: 'rfc6121-9-a', appliesTo: addressed, problem: schemeInAddress },
];

function several(requirement: string, stanza: string, name: string): LintRule {
  const problem: LintRule['problem'] = (parent) => {
    const { length } = childrenNamed(parent, name);
    return length > 1 ? { kind: 'repeated', name, count: length } : undefined;
  };
  return { requirement, appliesTo: (s) => (each(stanza, name)(s).length > 0 ? [s] : []), problem };
}

function mixed(requirement: string, stanza: string, name: string): LintRule {
  const problem: LintRule['problem'] = (parent) => {
    const [inner] = elements(parent);
    return inner === undefined ? undefined : { kind: 'mixed-content', name, inner: inner.name };
  };
  return { requirement, appliesTo: each(stanza, name), problem };
}

/** Only what stands on the elements themselves counts: a server may add to the stanza the language of its sender's stream. */
function sameLanguage(requirement: string, stanza: string, name: string): LintRule {
  const problem: LintRule['problem'] = (parent) => {
    const languages = childrenNamed(parent, name).map(({ attrs }) => attrs['xml:lang'] ?? '');
    const twice = languages.find((language, at) => languages.indexOf(language) !== at);
    return twice === undefined ? undefined : { kind: 'same-language', name, language: twice };
  };
  return { requirement, appliesTo: (s) => (each(stanza, name)(s).length > 0 ? [s] : []), problem };
}

/** IQs that the server generates on behalf of the receiver's own account: roster pushes, and answers to its requests. */
function ofAccount(stanza: XmlElement, { user, jid, isRemote }: Receiver): readonly XmlElement[] {
  const { from } = stanza.attrs;
  return when(stanza.name === 'iq' && jid !== '' && isRemote !== true && (from === undefined || from === user), stanza);
}

function unknownType({ attrs: { type } }: XmlElement): StanzaFault | undefined {
  return type === undefined || MESSAGE_TYPES.includes(type) ? undefined : { kind: 'message-type', type };
}

function unknownShow(element: XmlElement): StanzaFault | undefined {
  const value = text(element).trim();
  return SHOWS.includes(value) ? undefined : { kind: 'element-value', name: 'show', value };
}

/** An xs:byte (RFC 6121 4.7.2.3 and D.1). */
function noPriority(element: XmlElement): StanzaFault | undefined {
  const value = text(element).trim();
  const isByte = /^[+-]?\d+$/.test(value) && Number(value) >= -128 && Number(value) <= 127;
  return isByte ? undefined : { kind: 'element-value', name: 'priority', value };
}

/** See `LintRule.problem`. */
export function errorMissing(stanza: XmlElement): StanzaFault | undefined {
  return child(stanza, 'error', NS.client) ? undefined : { kind: 'error-missing' };
}

function errorUnasked(stanza: XmlElement): StanzaFault | undefined {
  return child(stanza, 'error', NS.client) ? { kind: 'error-unasked' } : undefined;
}

function wrongRecipient({ attrs: { to } }: XmlElement, { jid }: Receiver): StanzaFault | undefined {
  return to === undefined || to === jid ? undefined : { kind: 'foreign-recipient', to };
}

/** What is wrong with a stanza without id. */
export function idMissing({ attrs }: XmlElement): StanzaFault | undefined {
  return attrs['id'] ? undefined : { kind: 'id-missing' };
}

/** What is wrong with a roster item without address. */
export function jidMissing({ attrs }: XmlElement): StanzaFault | undefined {
  return attrs['jid'] ? undefined : { kind: 'item-without-jid' };
}

/** What is wrong with a roster set, or a push, that has not one item. */
export function notOneItem(push: XmlElement): StanzaFault | undefined {
  const { length } = itemsOf('set')(push);
  return length === 1 ? undefined : { kind: 'item-count', count: length };
}

/** A push that shows somebody the roster of another user. */
function foreignPush({ attrs: { from } }: XmlElement, receiver: Receiver): StanzaFault | undefined {
  return isForeign(from, receiver) ? { kind: 'foreign-push', from } : undefined;
}

/** A client's own roster set has its full JID as sender. */
function isForeign(from: string | undefined, { user, isRemote }: Receiver): boolean {
  return isRemote === true || (from !== undefined && isBareJid(from) && from !== user);
}

const isBareJid = (jid: string): boolean => localOf(jid) !== '' && resourceOf(jid) === '';

function wrongPushSender({ attrs: { from } }: XmlElement, receiver: Receiver): StanzaFault | undefined {
  if (from === undefined || from === receiver.user || isForeign(from, receiver)) return undefined;
  return { kind: 'push-sender', from };
}

function unknownAsk({ attrs: { ask } }: XmlElement): StanzaFault | undefined {
  return ask === undefined || ask === 'subscribe' ? undefined : { kind: 'ask-value', value: ask };
}

function fullJidAsSender({ attrs }: XmlElement): StanzaFault | undefined {
  const { from = '' } = attrs;
  return from.includes('/') ? { kind: 'full-jid-sender', from } : undefined;
}

function schemeInAddress({ attrs }: XmlElement): StanzaFault | undefined {
  const wrong = [attrs['to'], attrs['from'], attrs['jid']].find((address) => /^(xmpp|im|pres):/i.test(address ?? ''));
  return wrong === undefined ? undefined : { kind: 'address-scheme', address: wrong };
}
