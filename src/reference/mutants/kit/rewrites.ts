// Kinds of stanzas, and what replaces one, or its children.

import type { XmlElement, XmlNode } from '../../../model/xml.ts';
import { element, elements, NS, text } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext, Resource } from '../../server-state.ts';
import { errorOf, stamp } from '../../stanza.ts';
import { withHooks } from './mutant.ts';
import { bareJidOf } from './recipients.ts';

/** Nothing: the stanza is lost. */
export const drop = (): readonly XmlElement[] => [];

/** Nothing: the stream of the client that sent the stanza ends with that error. */
export const endStream =
  (condition: string) =>
  (_: XmlElement, { resource }: ClientContext): readonly XmlElement[] => {
    resource.end(condition);
    return [];
  };

/** The stanza twice. */
export const duplicate = (stanza: XmlElement): readonly XmlElement[] => [stanza, stanza];

/** The stanza with changed attributes; undefined removes one. */
export const setAttributes =
  (attrs: Readonly<Record<string, string | undefined>>) =>
  (stanza: XmlElement): readonly XmlElement[] => [stamp(stanza, attrs)];

/** The stanza with the sender's bare JID as its `from`. */
export const withBareFrom = (stanza: XmlElement): readonly XmlElement[] => [
  stamp(stanza, { from: bareJidOf(stanza.attrs['from']) }),
];

/** The stanza with the recipient's bare JID as its `to`. */
export const withBareTo = (stanza: XmlElement): readonly XmlElement[] => [
  stamp(stanza, { to: bareJidOf(stanza.attrs['to']) }),
];

/** The stanza returned to its sender as an error, for the hook `route`. The condition may be one that the server never uses. */
export const asError =
  (condition: string, type = 'cancel') =>
  (stanza: XmlElement): readonly XmlElement[] => [
    withCondition(errorOf(stanza, 'service-unavailable'), condition, type),
  ];

/** An error stanza with another condition and error type. */
export function withCondition(answer: XmlElement, condition: string, type: string): XmlElement {
  const error = element('error', NS.client, { type }, [element(condition, NS.stanzas)]);
  return { ...answer, children: [error] };
}

/** The stanza with each child element replaced by others. Text stays. */
export function mapChildren(stanza: XmlElement, change: (child: XmlElement) => readonly XmlElement[]): XmlElement {
  const toNodes = (node: XmlNode): readonly XmlNode[] => (typeof node === 'string' ? [node] : change(node));
  return { ...stanza, children: stanza.children.flatMap(toNodes) };
}

/** The stanza with the matching child elements replaced by others. */
export const replaceChildren =
  (matches: (child: XmlElement) => boolean, rewrite: (child: XmlElement) => readonly XmlElement[]) =>
  (stanza: XmlElement): readonly XmlElement[] => [
    mapChildren(stanza, (child) => (matches(child) ? rewrite(child) : [child])),
  ];

/** An element with its text changed. Its children are lost. */
export const withText =
  (change: (value: string) => string) =>
  (node: XmlElement): readonly XmlElement[] => [{ ...node, children: [change(text(node))] }];

/** The stanza without the child elements of that name; without any child when no name is given. */
export function withoutChildren(stanza: XmlElement, name?: string): XmlElement {
  const kept = elements(stanza).filter((found) => name !== undefined && found.name !== name);
  return { ...stanza, children: kept };
}

/** The stanza with more children at its end. */
export const addChildren = (stanza: XmlElement, ...children: readonly XmlNode[]): XmlElement => ({
  ...stanza,
  children: [...stanza.children, ...children],
});

/** A child of a stanza in the namespace of stanzas, such as `<show>dnd</show>`. */
export const clientElement = (name: string, ...content: readonly XmlNode[]): XmlElement =>
  element(name, NS.client, {}, content);

/** A push or roster result with each item replaced by others. */
export function mapItems(stanza: XmlElement, change: (item: XmlElement) => readonly XmlElement[]): XmlElement {
  const queries = elements(stanza).map((query) =>
    element(query.name, query.ns, query.attrs, elements(query).flatMap(change)),
  );
  return { ...stanza, children: queries };
}

/** A fault: available presence shows another priority (RFC 6121 4.7.2.3) than the one that is in force; undefined: none. */
export function showPriority(shown: (given: number) => number | undefined): Fault {
  const changed = replaceChildren(
    ({ name }) => name === 'priority',
    (found) => {
      const value = shown(Number(text(found)));
      return value === undefined ? [] : [clientElement('priority', `${value}`)];
    },
  );
  const all = (stanza: XmlElement) => (isPresence(stanza, 'available') ? changed(stanza) : [stanza]);
  return withHooks({ toClient: all, toRemote: all });
}

export const isMessage = ({ name }: XmlElement): boolean => name === 'message';

/** Whether a stanza is presence of that type, `available` meaning no type; presence of any type when none is given. */
export function isPresence({ name, attrs }: XmlElement, type?: string): boolean {
  return name === 'presence' && (type === undefined || (attrs['type'] ?? 'available') === type);
}

export const isProbe = (stanza: XmlElement): boolean => isPresence(stanza, 'probe');
export const isSubscribe = (stanza: XmlElement): boolean => isPresence(stanza, 'subscribe');

/** Whether a stanza has no `to`. */
export const isUnaddressed = ({ attrs }: XmlElement): boolean => attrs['to'] === undefined;

/** Whether a stanza is an IQ of that type whose payload has that namespace. */
export function isIq(stanza: XmlElement, type: string, ns?: string): boolean {
  const hasNs = ns === undefined || elements(stanza)[0]?.ns === ns;
  return stanza.name === 'iq' && stanza.attrs['type'] === type && hasNs;
}

export const isIqRequest = (stanza: XmlElement): boolean => isIq(stanza, 'get') || isIq(stanza, 'set');
export const isIqAnswer = (stanza: XmlElement): boolean => isIq(stanza, 'result') || isIq(stanza, 'error');

/** Whether a stanza is an IQ request in a namespace that only the scenarios use, so that no server knows it. */
export const isUnknownRequest = (stanza: XmlElement): boolean =>
  isIqRequest(stanza) && elements(stanza)[0]?.ns === 'urn:example:letters';

/** Whether a stanza from the server is a roster push: it sends no other sets in that namespace. */
export const isPush = (stanza: XmlElement): boolean => isIq(stanza, 'set', NS.roster);

/** Whether a stanza is a result that contains a roster. */
export const isRosterResult = (stanza: XmlElement): boolean => isIq(stanza, 'result', NS.roster);

/** Whether a resource has a negative priority: it wants no messages to the bare JID, but is as available as any other. */
export const hasNegativePriority = (resource: Resource | undefined): boolean =>
  resource !== undefined && resource.priority < 0;

/** Whether the server returns a message. Message errors of the scenarios' clients have more than one child. */
export const isReturnedMessage = (stanza: XmlElement): boolean =>
  isMessage(stanza) && stanza.attrs['type'] === 'error' && elements(stanza).length === 1;

/** Whether the server refuses a request that has a `to`: then the error has a `from`. */
export const isRefusal = (stanza: XmlElement): boolean => isIq(stanza, 'error') && stanza.attrs['from'] !== undefined;
