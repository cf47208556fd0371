// Fingerprints: by what a baseline recognises a failed check in another run. One line, for people to read and to diff.
// The words here and in `failures/` are part of the file format: another word makes the baselines of all users stale.

import { kindOf } from '../failures/kinds.ts';
import type { Difference, DifferenceValue, Failure } from '../model/failure.ts';
import type { CaseResult, CheckResult } from '../model/result.ts';
import type { XmlElement } from '../model/xml.ts';
import { elements, NS, text } from '../stanza/xml.ts';
import { createNormalizer, cut, type Normalize } from './normalizer.ts';

/** The fingerprint of a check; undefined for a check that held. */
export type Fingerprint = (check: CheckResult) => string | undefined;

/** Most outcomes are shown by one stanza. Where there are many, the name of the outcome says enough. */
const MOST_SHOWN = 2;

/**
 * Makes fingerprints of one case, such as `juliet/balcony: unexpected iq set to juliet/balcony {query {item
 * jid=nurse@domain subscription=none {group}}}`. Failures that differ in more than ids, times, versions and texts of the
 * server have different ones. The step is left out, so that a step can be inserted before it.
 */
export function createFingerprint(result: Pick<CaseResult, 'case' | 'jids'>): Fingerprint {
  const normalize = createNormalizer(result);
  return ({ session, failure }) =>
    failure && `${session === '' ? 'the server' : session}: ${contentOf(failure, normalize)}`;
}

function contentOf(failure: Failure, normalize: Normalize): string {
  const shape = (stanza: XmlElement | undefined) => (stanza === undefined ? 'a stanza' : shapeOf(stanza, normalize));
  const [got, where] = [evidence(failure, shape), at(failure.difference, normalize)];
  return kindOf(failure).fingerprint(failure, { shape, got, where });
}

/** The stanzas that came; their order means nothing. */
function evidence({ closest, others = [] }: Failure, shape: (stanza: XmlElement) => string): string {
  if (closest === undefined) return '';
  const all = counted([closest, ...others].map(shape));
  const more = all.length > MOST_SHOWN ? [`${all.length - MOST_SHOWN} more`] : [];
  return `, got ${[...all.slice(0, MOST_SHOWN), ...more].join(' and ')}`;
}

function at(difference: Difference | undefined, normalize: Normalize): string {
  if (difference === undefined) return '';
  const { path, expected, actual } = difference;
  const side = sideOf(path, normalize);
  return `, at ${path}: expected ${side(expected)}, got ${side(actual)}`;
}

/** Longer than any difference of the shipped scenarios, which may name all children of an element. */
const MAX_SIDE = 100;

/** Attributes whose values are made up in every run, even where one looks like a value of the scenario. */
const MADE_UP = /@(?:id|ver|stamp|seconds)$/;

/** Writes a side of a difference at `path`: values in quotes, `?` for one that is made up in every run. */
function sideOf(path: string, normalize: Normalize): (side: DifferenceValue) => string {
  const value = (text: string): string => {
    const normalized = MADE_UP.test(path) ? '?' : normalize(text);
    return normalized === '?' ? normalized : JSON.stringify(normalized);
  };
  return (side) => cut(textOf(side, value), MAX_SIDE);
}

function textOf(side: DifferenceValue, value: (text: string) => string): string {
  switch (side.kind) {
    case 'value':
      return value(side.value);
    case 'value-or-nothing':
      return `${value(side.value)} or nothing`;
    case 'one-of':
      return side.values.map(value).join(' or ');
    case 'language':
      return `language ${value(side.value)}`;
    case 'none':
      return 'no such child';
    case 'markup':
      return 'such a child';
    case 'unique':
      return `unique ${side.names.join(', ')}`;
    case 'repeated':
      return 'twice';
    case 'integer':
      return `an integer ${side.least ?? ''}..${side.most ?? ''}`;
    case 'date':
      return 'a date';
    case 'uuid':
      return 'a UUID';
    case 'expression':
      return `/${side.source}/`;
    case 'form':
      return `like ${value(side.form)}`;
    case 'seen':
      return `${value(side.value)}, seen as ${side.name}`;
    case 'new':
      return 'a new value';
    case 'any':
      return 'any value';
    case 'nothing':
      return 'nothing';
    case 'namespace':
      return side.ns;
    case 'unbound':
      return side.placeholder;
    default:
      return elementsOf(side);
  }
}

type Elements = Extract<DifferenceValue, { kind: 'element' | 'children' | 'child' | 'only' | 'distinct' }>;

function elementsOf(side: Elements): string {
  switch (side.kind) {
    case 'element':
      return `<${side.name}>`;
    case 'child':
      return `<${side.name}> inside`;
    case 'children':
      return side.names.map((name) => `<${name}>`).join(' ') || 'no children';
    case 'only':
      return `${side.count} children and no other`;
    case 'distinct':
      return `${side.count} distinct children`;
  }
}

/** Attributes that distinguish stanzas. All others are ids, versions, times and the like. */
const DISTINGUISHING = ['jid', 'subscription', 'ask', 'approved', 'name', 'type'] as const;

/** Namespaces of RFC 6121, which are not written. */
const OWN: ReadonlySet<string> = new Set([NS.client, NS.roster, NS.stanzas, NS.streams]);

/** Namespaces of what modules of a server add to presence and messages, and which its configuration decides: avatars, ids. */
const ADDED: ReadonlySet<string> = new Set(['vcard-temp:x:update', 'urn:xmpp:sid:0', 'urn:xmpp:occupant-id:0']);

/** Nesting that is written: the condition of an error is at depth 2, a group of a roster push at 3. */
const MAX_DEPTH = 4;

/** In characters; longer than any stanza of the shipped scenarios. A bound against stanzas of any size. */
const MAX_SHAPE = 240;

/**
 * Writes nested element names with their distinguishing attributes and texts: `iq set to juliet {query {item jid=romeo
 * {group Friends}}}`. The order of attributes and of children makes no difference.
 */
function shapeOf(stanza: XmlElement, normalize: Normalize): string {
  const { type, from, to, ...others } = stanza.attrs;
  const part = (word: string, value: string | undefined) =>
    value === undefined || isMark(value) ? '' : `${word} ${written(value, normalize)}`;
  const head = `${stanza.name}${part('', type)}${part(' from', from)}${part(' to', to)}`;
  return cut(`${head}${distinguishing(others, normalize)}${content(stanza, normalize, 1)}`, MAX_SHAPE);
}

function content(parent: XmlElement, normalize: Normalize, depth: number): string {
  const isMixed = elements(parent).length > 0;
  const own = isMixed ? text(parent).trim() : text(parent);
  const words = own.trim() === '' || isMark(own) ? '' : ` ${isPriority(parent) ? '?' : written(own, normalize)}`;
  const inner = counted(
    elements(parent)
      .filter(({ ns }) => !ADDED.has(ns))
      .map((child) => inside(child, parent, { normalize, depth })),
  );
  if (inner.length === 0) return words;
  return `${words} {${depth > MAX_DEPTH ? '…' : inner.join(', ')}}`;
}

/** A server may override its value (RFC 6121 4.7.2.3), which distinguishes no fault from another. */
const isPriority = ({ name, ns }: XmlElement): boolean => name === 'priority' && ns === NS.client;

function inside(
  element: XmlElement,
  parent: XmlElement,
  { normalize, depth }: { normalize: Normalize; depth: number },
): string {
  const { name, ns, attrs } = element;
  const space = OWN.has(ns) || ns === parent.ns ? '' : `(${ns})`;
  return `${name}${space}${distinguishing(attrs, normalize)}${content(element, normalize, depth + 1)}`;
}

function distinguishing(attrs: XmlElement['attrs'], normalize: Normalize): string {
  const attributes = DISTINGUISHING.flatMap((key) => {
    const value = attrs[key];
    return value === undefined || isMark(value) ? [] : [` ${key}=${written(value, normalize)}`];
  });
  return attributes.join('');
}

/** Sorts the shapes and writes equal ones once, with their number: their order may differ from run to run. */
function counted(shapes: readonly string[]): readonly string[] {
  return [...new Set(shapes)].sort().map((shape) => {
    const { length } = shapes.filter((other) => other === shape);
    return length === 1 ? shape : `${length} × ${shape}`;
  });
}

/** Whether a value of a pattern is a mark, which stands for several values. */
const isMark = (value: string): boolean => value.includes('${');

/** Quotes a value that is not one word. */
function written(value: string, normalize: Normalize): string {
  const normalized = normalize(value);
  return /^[^\s"{},=]+$/.test(normalized) ? normalized : JSON.stringify(normalized);
}
