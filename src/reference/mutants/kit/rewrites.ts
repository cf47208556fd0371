// What replaces a stanza, or its children.

import type { XmlElement, XmlNode } from '../../../model/xml.ts';
import { element, elements, NS, text } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext } from '../../server-state.ts';
import { errorOf, stamp } from '../../stanza.ts';
import { withHooks } from './mutant.ts';
import { isPresence } from './predicates.ts';
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
