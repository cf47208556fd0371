// What mutants are written with: a name, a kind of stanza, and what becomes of it.

import type { XmlElement, XmlNode } from '../../../model/xml.ts';
import { element, elements, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext, FaultHooks, ServerState } from '../../server-state.ts';
import { errorOf, stamp } from '../../stanza.ts';
import type { Mutant } from './mutant.ts';

/** What a mutant says of itself besides its requirement. */
interface Description {
  /** Ends its id: `push-to-one-only`. */
  readonly word: string;
  /** `It pushes to one resource only.` */
  readonly title: string;
  readonly nearest?: readonly string[];
  fault(): Fault;
}

/** A mutant that breaks one requirement of RFC 6121, given without its `rfc6121-`, or of RFC 6120, given whole. */
export function breaks(requirement: string, { word, ...description }: Description): Mutant {
  const id = requirement.startsWith('rfc') ? requirement : `rfc6121-${requirement}`;
  return { id: `${id}/${word}`, requirements: [id], ...description };
}

export type Test<Where> = (stanza: XmlElement, where: Where) => boolean;
export type Become<Where> = (stanza: XmlElement, where: Where) => readonly XmlElement[];

/** A defect at what the server sends to clients: stanzas that fit become others. */
export function toClient(fits: Test<ClientContext>, become: Become<ClientContext>): Fault {
  return { hooks: { toClient: (stanza, at) => (fits(stanza, at) ? become(stanza, at) : [stanza]) } };
}

/** A defect at what clients send. */
export function fromClient(fits: Test<ClientContext>, become: Become<ClientContext>): Fault {
  return { hooks: { fromClient: (stanza, at) => (fits(stanza, at) ? become(stanza, at) : [stanza]) } };
}

/** A defect at what is put on its way, between accounts and to and from the remote domain. */
export function onTheWay(fits: Test<ServerState>, become: Become<ServerState>): Fault {
  return { hooks: { route: (stanza, server) => (fits(stanza, server) ? become(stanza, server) : [stanza]) } };
}

/** Several hooks in one defect. */
export const tampered = (hooks: FaultHooks): Fault => ({ hooks });

/** The stanza is lost. */
export const lost = (): readonly XmlElement[] => [];
/** It comes twice. */
export const doubled = (stanza: XmlElement): readonly XmlElement[] => [stanza, stanza];
/** It comes with other attributes; undefined takes one away. */
export const altered =
  (attrs: Readonly<Record<string, string | undefined>>) =>
  (stanza: XmlElement): readonly XmlElement[] => [stamp(stanza, attrs)];

/** Its child elements become others; the text between them stays. */
export function withChildren(stanza: XmlElement, change: (child: XmlElement) => readonly XmlElement[]): XmlElement {
  const toNodes = (node: XmlNode): readonly XmlNode[] => (typeof node === 'string' ? [node] : change(node));
  return { ...stanza, children: stanza.children.flatMap(toNodes) };
}

/** Each child element that fits becomes others. */
export const withEach =
  (fits: (child: XmlElement) => boolean, become: (child: XmlElement) => readonly XmlElement[]) =>
  (stanza: XmlElement): readonly XmlElement[] => [
    withChildren(stanza, (child) => (fits(child) ? become(child) : [child])),
  ];

/** It goes back as an error, where the hook puts stanzas on their way. The condition need not be one that the server uses. */
export const returned =
  (condition: string, type = 'cancel') =>
  (stanza: XmlElement): readonly XmlElement[] => [
    inOtherWords(errorOf(stanza, 'service-unavailable'), condition, type),
  ];

/** An error with another condition, or its condition with another error type. */
export function inOtherWords(answer: XmlElement, condition: string, type: string): XmlElement {
  const told = element('error', NS.client, { type }, [element(condition, NS.stanzas)]);
  return { ...answer, children: [told] };
}

export const isMessage = ({ name }: XmlElement): boolean => name === 'message';

/** Presence of that type; `available` has none. Any presence without a type asked for. */
export function isPresence({ name, attrs }: XmlElement, type?: string): boolean {
  return name === 'presence' && (type === undefined || (attrs['type'] ?? 'available') === type);
}

/** An IQ of that type whose payload is of that namespace. */
export function isIq(stanza: XmlElement, type: string, ns?: string): boolean {
  const isOfNs = ns === undefined || elements(stanza)[0]?.ns === ns;
  return stanza.name === 'iq' && stanza.attrs['type'] === type && isOfNs;
}

/** An IQ that wants an answer. */
export const isIqRequest = (stanza: XmlElement): boolean => isIq(stanza, 'get') || isIq(stanza, 'set');
/** An IQ that is an answer. */
export const isIqAnswer = (stanza: XmlElement): boolean => isIq(stanza, 'result') || isIq(stanza, 'error');

/** A roster push: sets of that namespace that a server sends are nothing else. */
export const isPush = (stanza: XmlElement): boolean => isIq(stanza, 'set', NS.roster);

/** A result that shows a roster. */
export const isRosterResult = (stanza: XmlElement): boolean => isIq(stanza, 'result', NS.roster);

/** A push or roster result with each of its items replaced by others. */
export function withItems(stanza: XmlElement, change: (item: XmlElement) => readonly XmlElement[]): XmlElement {
  const queries = elements(stanza).map((query) =>
    element(query.name, query.ns, query.attrs, elements(query).flatMap(change)),
  );
  return { ...stanza, children: queries };
}
