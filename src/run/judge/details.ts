// Details of a stanza that have a rule of their own. A stanza that differs from its pattern in such details alone is the one that
// the pattern is about, and breaks the rules of the details, not the rules of its arrival.

import type { Difference } from '../../model/failure.ts';
import type { ElementKind, Requirement } from '../../model/standard.ts';
import type { XmlElement } from '../../model/xml.ts';
import { match } from '../../stanza/match.ts';
import type { Bindings } from '../../stanza/placeholders.ts';
import { elements } from '../../stanza/xml.ts';

/** Rules that a stanza breaks by a detail, and where it differs. None: the lint of the case knows the rule. */
export interface DetailFault {
  readonly requirements: readonly string[];
  readonly difference: Difference;
  /** An element was lost, altered or added, so that the stanza is not all that was expected. */
  readonly isOfElement: boolean;
}

/** What a stanza may be compared with. */
interface Known extends ElementRules {
  readonly bindings: Bindings;
}

interface Detail {
  /** The pattern without the detail; undefined: it does not name it. */
  readonly loosen: (pattern: XmlElement, stanza: XmlElement, bindings: Bindings) => XmlElement | undefined;
  /** Whether the stanza, which fits the loosened pattern, is the one meant. */
  readonly isMeant: (pattern: XmlElement, stanza: XmlElement, known: Known) => boolean;
  /** Of the requirements cited for the pattern those that speak of the detail, or else the rule of the detail itself. */
  readonly rulesOf: (pattern: XmlElement, stanza: XmlElement, known: Known) => readonly string[];
}

const ID: Detail = { loosen: withoutId, isMeant: isSameApartFromId, rulesOf: rulesOfId };
const ASK: Detail = { loosen: withoutAsk, isMeant: (_, stanza) => !asks(stanza), rulesOf: rulesOfAsk };
/** A server must neither change nor remove the language of a stanza (RFC 6120 8.1.5). */
const LANGUAGE: Detail = { loosen: withoutLanguage, isMeant: () => true, rulesOf: () => ['rfc6120-8.1.5-a'] };
/** Each element that differs has a rule. Without one, it is as if the stanza had not come. */
const ELEMENTS: Detail = { loosen: withoutDeparted, isMeant: isEachRuled, rulesOf: rulesOfElements };

/** The details in which a stanza may depart from its pattern at once, the fewest first. An IQ has no language, and only an IQ asks. */
const DEPARTURES: readonly (readonly Detail[])[] = [
  [ID],
  [LANGUAGE],
  [ASK],
  [ELEMENTS],
  [ID, LANGUAGE],
  [ID, ELEMENTS],
  [LANGUAGE, ELEMENTS],
];

/** The details in which a stanza departs from the pattern; none: it matches, or differs in something else. */
export function detailFaults(pattern: XmlElement, stanza: XmlElement, known: Known): readonly DetailFault[] {
  const { bindings } = known;
  const differenceOf = (details: readonly Detail[]): Difference | undefined => {
    const result = match(loosened(pattern, stanza, { details, bindings }), stanza, bindings);
    return result.matches ? undefined : result.difference;
  };
  if (differenceOf([]) === undefined) return [];
  const departure = DEPARTURES.find(
    (details) =>
      details.every(
        ({ loosen, isMeant }) => loosen(pattern, stanza, bindings) !== undefined && isMeant(pattern, stanza, known),
      ) && differenceOf(details) === undefined,
  );
  return (departure ?? []).flatMap((detail, _, all) => {
    const difference = differenceOf(all.filter((other) => other !== detail));
    const requirements = detail.rulesOf(pattern, stanza, known);
    return difference === undefined ? [] : [{ requirements, difference, isOfElement: detail === ELEMENTS }];
  });
}

/** Where a stanza differs that does not match: beyond the details, if it does. */
export function differenceBeyond(pattern: XmlElement, stanza: XmlElement, bindings: Bindings): Difference | undefined {
  const [plain, loose] = [[], [ID, LANGUAGE]].map((details) =>
    match(loosened(pattern, stanza, { details, bindings }), stanza, bindings),
  );
  const shown = loose?.matches === false ? loose : plain;
  return shown?.matches === false ? shown.difference : undefined;
}

const loosened = (
  pattern: XmlElement,
  stanza: XmlElement,
  { details, bindings }: { readonly details: readonly Detail[]; readonly bindings: Bindings },
): XmlElement => details.reduce((loose, { loosen }) => loosen(loose, stanza, bindings) ?? loose, pattern);

function withoutDeparted(pattern: XmlElement, stanza: XmlElement, bindings: Bindings): XmlElement | undefined {
  const kinds = pattern.name === stanza.name ? departedKinds(pattern, stanza, bindings) : [];
  return kinds.length === 0 ? undefined : withoutKinds(pattern, kinds);
}

/** What a pattern says that names neither a sender nor an id is said of many stanzas: one that has lost an element may be another. */
function isEachRuled(pattern: XmlElement, stanza: XmlElement, known: Known): boolean {
  const isNamed = known.isFurther || pattern.attrs['from'] !== undefined || pattern.attrs['id'] !== undefined;
  const kinds = departedKinds(pattern, stanza, known.bindings);
  return isNamed && kinds.every((kind) => rulesOfKind(kind, pattern, known).length > 0);
}

function rulesOfElements(pattern: XmlElement, stanza: XmlElement, known: Known): readonly string[] {
  const kinds = departedKinds(pattern, stanza, known.bindings);
  return [...new Set(kinds.flatMap((kind) => rulesOfKind(kind, pattern, known)))];
}

function withoutLanguage(pattern: XmlElement): XmlElement | undefined {
  const { 'xml:lang': language, ...attrs } = pattern.attrs;
  return language === undefined || pattern.name === 'iq' ? undefined : { ...pattern, attrs };
}

/** The id of a message or presence stanza (RFC 6120 8.1.3), or of an answer. An IQ request without its id is none. */
function withoutId(pattern: XmlElement): XmlElement | undefined {
  const { id, ...attrs } = pattern.attrs;
  if (id === undefined || id.includes('${')) return undefined;
  return pattern.name !== 'iq' || isAnswer(pattern) ? { ...pattern, attrs } : undefined;
}

const isAnswer = ({ attrs: { type = '' } }: XmlElement): boolean => ['result', 'error'].includes(type);

/** A stanza with the id of another one is that other one, and so is one of another type. */
function isSameApartFromId(pattern: XmlElement, stanza: XmlElement, { sent }: Known): boolean {
  const { id, type } = stanza.attrs;
  const all = sent();
  if (id !== undefined && all.some(({ attrs }) => attrs['id'] === id)) return false;
  if (isAnswer(pattern)) return true;
  const original = all.find(({ attrs }) => attrs['id'] === pattern.attrs['id']);
  if (original === undefined || original.attrs['type'] !== type) return false;
  const there = elements(stanza).map(({ name }) => name);
  return elements(original).every(({ name }) => there.includes(name));
}

/** Requirements that name the id of a presence stanza. */
const IDENTIFYING = ['rfc6121-4.3.2.1-a', 'rfc6121-4.3.2.1-b', 'rfc6120-8.1.3-a', 'rfc6120-8.1.3-b'];

function rulesOfId(pattern: XmlElement, _: XmlElement, { cited }: Known): readonly string[] {
  const named = cited.filter((id) => IDENTIFYING.includes(id));
  return named.length > 0 ? named : [isAnswer(pattern) ? 'rfc6120-8.1.3-a' : 'rfc6120-8.1.3-b'];
}

/** What an item of a push says of a pending request (RFC 6121 2.1.2.2). */
function withoutAsk(pattern: XmlElement): XmlElement | undefined {
  if (!patternItems(pattern).some(({ attrs }) => attrs['ask'] !== undefined)) return undefined;
  return mapItems(pattern, ({ attrs: { ask: _, ...attrs }, ...item }) => ({ ...item, attrs }));
}

const patternItems = (iq: XmlElement): readonly XmlElement[] =>
  iq.name === 'iq' ? elements(iq).flatMap((query) => elements(query).filter(({ name }) => name === 'item')) : [];

function mapItems(iq: XmlElement, change: (item: XmlElement) => XmlElement): XmlElement {
  const inside = (query: XmlElement): XmlElement => ({
    ...query,
    children: query.children.map((node) => (typeof node === 'string' ? node : change(node))),
  });
  return { ...iq, children: iq.children.map((node) => (typeof node === 'string' ? node : inside(node))) };
}

const asks = (push: XmlElement): boolean => patternItems(push).some(({ attrs }) => attrs['ask'] === 'subscribe');

/** Requirements that name the value "subscribe" of `ask`. */
const ASKING = ['rfc6121-3.1.2-h', 'rfc6121-A.2.1-b', 'rfc6121-2.1.2.2-a'];

/** Where nothing should be pending, the only thing wrong is the value: that is for the lint. */
function rulesOfAsk(pattern: XmlElement, _: XmlElement, { cited }: Known): readonly string[] {
  return asks(pattern) ? rulesOfMissingAsk(cited) : [];
}

/** What an item breaks that lacks `ask` and nothing else: of the requirements cited those that name it, or else its own. */
export function rulesOfMissingAsk(cited: readonly string[]): readonly string[] {
  const named = cited.filter((id) => ASKING.includes(id));
  return named.length > 0 ? named : ['rfc6121-2.1.2.2-a'];
}

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
