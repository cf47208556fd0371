// The child elements of a message or presence stanza, and the rules that are about them.

import type { ElementKind, Requirement } from '../../model/standard.ts';
import type { XmlElement } from '../../model/xml.ts';
import { match } from '../../stanza/match.ts';
import type { Bindings } from '../../stanza/placeholders.ts';
import { elements } from '../../stanza/xml.ts';

const OWN: readonly string[] = ['show', 'status', 'priority', 'body', 'subject', 'thread'] satisfies ElementKind[];

const kindOf = ({ name, ns }: XmlElement, stanza: XmlElement): ElementKind | undefined => {
  if (ns !== stanza.ns) return 'extension';
  return OWN.includes(name) ? (name as ElementKind) : undefined;
};

/** The stanza with those of its children for whose kind `isKept`. Marks stay. */
function withChildren(stanza: XmlElement, isKept: (kind: ElementKind | undefined) => boolean): XmlElement {
  const children = stanza.children.filter((node) => typeof node === 'string' || isKept(kindOf(node, stanza)));
  return { ...stanza, children };
}

/** The pattern without elements of these kinds, which may then also be added: it is open. */
export function withoutKinds(pattern: XmlElement, kinds: readonly ElementKind[]): XmlElement {
  const rest = withChildren(pattern, (kind) => kind === undefined || !kinds.includes(kind));
  return { ...rest, children: elements(rest) };
}

/** The kinds of the elements in which a stanza differs from a pattern: lost, altered, or added where the pattern is closed. */
export function departedKinds(pattern: XmlElement, stanza: XmlElement, bindings: Bindings): readonly ElementKind[] {
  const kinds = new Set([pattern, stanza].flatMap((one) => elements(one).flatMap((inner) => kindOf(inner, one) ?? [])));
  return [...kinds].filter((kind) => {
    const [wanted, there] = [pattern, stanza].map((one) => withChildren(one, (other) => other === kind));
    return wanted !== undefined && there !== undefined && !match({ ...wanted, attrs: {} }, there, bindings).matches;
  });
}

/** What decides which rule an element has. */
export interface ElementRules {
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** What the sessions of the case have sent. */
  readonly sent: () => readonly XmlElement[];
  readonly cited: readonly string[];
  /** The pattern says nothing but what the cited rules are about: no other rule is charged with its elements. */
  readonly isFurther: boolean;
}

/** The rules about elements of this kind: those that are cited, or else the one of the catalogue. None: no rule is about them. */
export function rulesOfKind(kind: ElementKind, pattern: XmlElement, rules: ElementRules): readonly string[] {
  const isAbout = (id: string) => {
    const requirement = rules.requirements.get(id);
    return requirement?.level !== 'MAY' && requirement?.elements?.includes(kind) === true;
  };
  const named = rules.cited.filter(isAbout);
  return named.length > 0 || rules.isFurther ? named : general(kind, pattern, rules);
}

/** What a server may do to no stanza of others: change a thread (RFC 6121 5.2.5), or what it does not understand (RFC 6120 8.4). */
function general(kind: ElementKind, pattern: XmlElement, { sent }: ElementRules): readonly string[] {
  if (kind === 'thread' && pattern.name === 'message') return ['rfc6121-5.2.5-h'];
  const theirs = sent().filter(({ name }) => name === pattern.name && name !== 'iq');
  const isTheirs = ({ name, ns }: XmlElement) =>
    theirs.some((stanza) => elements(stanza).some((inner) => inner.name === name && inner.ns === ns));
  const wanted = elements(pattern).filter((inner) => kindOf(inner, pattern) === 'extension');
  return kind === 'extension' && wanted.length > 0 && wanted.every(isTheirs) ? ['rfc6120-8.4-a'] : [];
}
