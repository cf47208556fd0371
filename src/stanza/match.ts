// Matches stanzas against patterns. scenarios/README.md explains the rules.

import type { Difference, DifferenceValue } from '../model/failure.ts';
import type { XmlElement } from '../model/xml.ts';
import { type Bindings, fillText, type Mark, readMark, UnboundPlaceholder } from './placeholders.ts';
import { elements, isBlank, text, textsOf } from './xml.ts';

/** Either the captures after the match, or the first difference. */
export type MatchResult =
  | { readonly matches: true; readonly captures: ReadonlyMap<string, string> }
  | { readonly matches: false; readonly difference: Difference };

/** Where in a stanza the comparison is, and what is known so far. */
interface At {
  /** `iq/query/item@name`. */
  readonly path: string;
  /** The language that applies here (RFC 6120 8.1.5). */
  readonly lang: string | undefined;
  readonly bindings: Bindings;
}

type Captures = ReadonlyMap<string, string>;

const differs = (path: string, expected: DifferenceValue, actual: DifferenceValue): MatchResult => ({
  matches: false,
  difference: { path, expected, actual },
});

const matched = (captures: Captures): MatchResult => ({ matches: true, captures });

const withCaptures = (at: At, captures: Captures): At =>
  at.bindings.captures === captures ? at : { ...at, bindings: { fixed: at.bindings.fixed, captures } };

/**
 * Compares `actual` with `pattern`: what the pattern names must be there, what it does not name is free.
 * Attribute order, prefixes and white space between elements never matter. A placeholder for a
 * capture that was never made matches nothing.
 */
export function match(pattern: XmlElement, actual: XmlElement, bindings: Bindings): MatchResult {
  return matchElement(pattern, actual, { path: pattern.name, lang: undefined, bindings });
}

function matchElement(pattern: XmlElement, actual: XmlElement, outer: At): MatchResult {
  if (!isNamed(pattern, actual)) return differs(outer.path, elementNamed(pattern), elementNamed(actual));
  if (pattern.ns !== actual.ns) return differs(`${outer.path}@xmlns`, namespaceOf(pattern), namespaceOf(actual));
  let at: At = { ...outer, lang: actual.attrs['xml:lang'] ?? outer.lang };
  let result = matched(at.bindings.captures);
  for (const step of STEPS) {
    if (!result.matches) return result;
    at = withCaptures(at, result.captures);
    result = step(pattern, actual, at);
  }
  return result;
}

const STEPS = [matchName, matchAttrs, matchText, matchChildren, matchOnly];

/**
 * The name `a|b` stands for either, `${capture:NAME}` for any but the text of an error: error conditions in the short form
 * are written so; no name in XML holds these characters.
 */
const isNamed = (pattern: XmlElement, actual: XmlElement): boolean =>
  readMark(pattern.name) === undefined ? pattern.name.split('|').includes(actual.name) : actual.name !== 'text';

/** Keeps the name of the element where the pattern captures it, and compares it with a name that was captured earlier. */
function matchName(pattern: XmlElement, actual: XmlElement, at: At): MatchResult {
  const mark = readMark(pattern.name);
  const captured = mark && at.bindings.captures.get(mark.argument);
  if (captured !== undefined && captured !== actual.name) {
    return differs(at.path, { kind: 'element', name: captured }, elementNamed(actual));
  }
  return mark === undefined ? matched(at.bindings.captures) : bind(mark, actual.name, at);
}

function matchAttrs(pattern: XmlElement, actual: XmlElement, at: At): MatchResult {
  let { captures } = at.bindings;
  for (const [name, wanted] of Object.entries(pattern.attrs)) {
    const value = name === 'xml:lang' && readMark(wanted)?.name === 'lang' ? at.lang : actual.attrs[name];
    const result = matchValue(wanted, value, withCaptures({ ...at, path: `${at.path}@${name}` }, captures));
    if (!result.matches) return result;
    captures = result.captures;
  }
  return matched(captures);
}

function matchText(pattern: XmlElement, actual: XmlElement, at: At): MatchResult {
  if (isBlank(text(pattern)) || closedBy(pattern) !== undefined) return matched(at.bindings.captures);
  const [wanted, value] = textsOf(pattern, actual);
  return matchValue(wanted, value === '' ? undefined : value, { ...at, path: `${at.path}/text()` });
}

/** The mark that closes the element to further children. */
function closedBy(pattern: XmlElement): 'only' | 'exactly' | undefined {
  const name = readMark(text(pattern))?.name;
  return name === 'only' || name === 'exactly' ? name : undefined;
}

/** `only` leaves room for extensions: it counts the namespaces of the element and of the children that the pattern names. */
function matchOnly(pattern: XmlElement, actual: XmlElement, { path, bindings }: At): MatchResult {
  const mark = closedBy(pattern);
  if (mark === undefined) return matched(bindings.captures);
  const wanted = elements(pattern);
  const spaces = new Set([pattern, ...wanted].map(({ ns }) => ns));
  const there = elements(actual).filter(({ ns }) => mark === 'exactly' || spaces.has(ns));
  if (there.length <= wanted.length) return matched(bindings.captures);
  return differs(path, { kind: 'only', count: wanted.length }, childrenOf(there));
}

/** Finds distinct children for the pattern's children, and backtracks where an early choice prevents a later one. */
function matchChildren(pattern: XmlElement, actual: XmlElement, at: At): MatchResult {
  const wanted = elements(pattern);
  if (wanted.length === 0) return matched(at.bindings.captures);
  const there = elements(actual);
  const search = (index: number, used: ReadonlySet<number>, captures: Captures): Captures | undefined => {
    const next = wanted[index];
    if (next === undefined) return captures;
    for (let position = 0; position < there.length; position += 1) {
      const candidate = there[position];
      if (candidate === undefined || used.has(position)) continue;
      const result = matchElement(next, candidate, withCaptures(at, captures));
      const rest = result.matches ? search(index + 1, new Set([...used, position]), result.captures) : undefined;
      if (rest !== undefined) return rest;
    }
    return undefined;
  };
  const captures = search(0, new Set(), at.bindings.captures);
  return captures === undefined ? childDifference(wanted, there, at) : matched(captures);
}

function childDifference(wanted: readonly XmlElement[], there: readonly XmlElement[], at: At): MatchResult {
  for (const pattern of wanted) {
    const inside = { ...at, path: `${at.path}/${pattern.name}` };
    if (there.some((candidate) => matchElement(pattern, candidate, inside).matches)) continue;
    const nearest = closest(pattern, there, at.bindings);
    if (nearest === undefined || !isNamed(pattern, nearest)) {
      return differs(at.path, { kind: 'child', name: pattern.name }, childrenOf(there));
    }
    return matchElement(pattern, nearest, inside);
  }
  return differs(at.path, { kind: 'distinct', count: wanted.length }, childrenOf(there));
}

function matchValue(wanted: string, actual: string | undefined, at: At): MatchResult {
  const { path, bindings } = at;
  try {
    const mark = readMark(wanted);
    if (mark !== undefined) return matchMark(mark, actual, at);
    const expected = fillText(wanted, bindings);
    return actual === expected ? matched(bindings.captures) : differs(path, sideOf(expected), sideOf(actual));
  } catch (error) {
    if (error instanceof UnboundPlaceholder)
      return differs(path, { kind: 'unbound', placeholder: wanted }, sideOf(actual));
    throw error;
  }
}

function matchMark(mark: Mark, actual: string | undefined, at: At): MatchResult {
  const { path, bindings } = at;
  const fine = matched(bindings.captures);
  const argument = mark.name === 'capture' || mark.name === 'new' ? mark.argument : fillText(mark.argument, bindings);
  if (mark.name === 'absent') return actual === undefined ? fine : differs(path, NOTHING, sideOf(actual));
  if (mark.name === 'optional') {
    return actual === undefined || argument.split('|').includes(actual)
      ? fine
      : differs(path, { kind: 'value-or-nothing', value: argument }, sideOf(actual));
  }
  if (actual === undefined) return differs(path, describe(mark, argument), NOTHING);
  if (mark.name === 'capture' || mark.name === 'new') return bind(mark, actual, at);
  const isRight =
    mark.name === 'any' ||
    (mark.name === 'oneof' && argument.split('|').some((value) => value === actual || isInRange(value, actual))) ||
    (mark.name === 'lang' && actual.toLowerCase() === argument.toLowerCase());
  return isRight ? fine : differs(path, describe(mark, argument), sideOf(actual));
}

/** `-128..-1` stands for the integers from the first to the last. */
function isInRange(value: string, actual: string): boolean {
  const [, first, last] = /^(-?\d+)\.\.(-?\d+)$/.exec(value) ?? [];
  return /^[+-]?\d+$/.test(actual) && Number(actual) >= Number(first) && Number(actual) <= Number(last);
}

function bind(mark: Mark, actual: string, { path, bindings: { captures } }: At): MatchResult {
  const bound = captures.get(mark.argument);
  if (bound !== undefined) return bound === actual ? matched(captures) : differs(path, sideOf(bound), sideOf(actual));
  const earlier = mark.name === 'new' ? [...captures].find(([, value]) => value === actual) : undefined;
  if (earlier !== undefined) return differs(path, { kind: 'new' }, { kind: 'seen', value: actual, name: earlier[0] });
  return matched(new Map([...captures, [mark.argument, actual]]));
}

function describe(mark: Mark, argument: string): DifferenceValue {
  if (mark.name === 'oneof') return { kind: 'one-of', values: argument.split('|') };
  return mark.name === 'lang' ? { kind: 'language', value: argument } : { kind: 'any' };
}

const NOTHING: DifferenceValue = { kind: 'nothing' };
const sideOf = (value: string | undefined): DifferenceValue =>
  value === undefined ? NOTHING : { kind: 'value', value };
const elementNamed = ({ name }: XmlElement): DifferenceValue => ({ kind: 'element', name });
const namespaceOf = ({ ns }: XmlElement): DifferenceValue => ({ kind: 'namespace', ns });
const childrenOf = (there: readonly XmlElement[]): DifferenceValue => ({
  kind: 'children',
  names: there.map(({ name }) => name),
});

/**
 * Whether a stanza that does not match may have been meant as the one of the pattern: it has the id that the pattern
 * names, or its type and sender.
 */
export function resembles(pattern: XmlElement, actual: XmlElement, bindings: Bindings): boolean {
  if (!isNamed(pattern, actual)) return false;
  const isEqual = (name: string, wanted: string | undefined) =>
    matchValue(wanted ?? '${absent}', actual.attrs[name], { path: '', lang: undefined, bindings }).matches;
  const { id, type, from } = pattern.attrs;
  if (id !== undefined && isEqual('id', id)) return true;
  return isEqual('type', type) && (from === undefined || isEqual('from', from));
}

/** How near a stanza is to a pattern: a number for comparing stanzas with each other. */
function nearness(pattern: XmlElement, actual: XmlElement, bindings: Bindings): number {
  let points = isNamed(pattern, actual) ? 4 : 0;
  if (pattern.ns === actual.ns) points += 1;
  for (const [name, wanted] of Object.entries(pattern.attrs)) {
    const weight = name === 'id' || name === 'jid' ? 4 : name === 'type' ? 3 : 1;
    if (matchValue(wanted, actual.attrs[name], { path: '', lang: undefined, bindings }).matches) points += weight;
  }
  for (const wanted of elements(pattern)) {
    const best = elements(actual).map((e) => nearness(wanted, e, bindings));
    points += Math.max(0, ...best) / 2;
  }
  if (match(pattern, actual, bindings).matches) points += 100;
  return points;
}

/** The candidate nearest to the pattern, or undefined if there is none. */
export function closest(
  pattern: XmlElement,
  candidates: readonly XmlElement[],
  bindings: Bindings,
): XmlElement | undefined {
  const ranked = candidates.map((candidate) => ({ candidate, points: nearness(pattern, candidate, bindings) }));
  return ranked.sort((a, b) => b.points - a.points)[0]?.candidate;
}
