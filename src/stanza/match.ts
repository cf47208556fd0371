// Matches stanzas against patterns. scenarios/README.md explains the rules.

import { isDeepStrictEqual } from 'node:util';
import type { DifferenceValue } from '../model/failure.ts';
import type { XmlElement } from '../model/xml.ts';
import { type ChildSet, type MarkedElement, readChildren, readElement } from './element-marks.ts';
import { firstDifference } from './equal.ts';
import { readMark } from './marks.ts';
import {
  type At,
  bind,
  type Captures,
  differs,
  type MatchResult,
  matched,
  matchValue,
  withCaptures,
} from './match-value.ts';
import { type Bindings, display } from './placeholders.ts';
import { readablePattern } from './readable.ts';
import { serialize } from './serialize.ts';
import { elements, isBlank, parseXml, text, textsOf } from './xml.ts';

/**
 * Compares `actual` with `pattern`: what the pattern names must be there, what it does not name is free.
 * Attribute order, prefixes and white space between elements never matter. A placeholder for a
 * capture that was never made matches nothing.
 */
export function match(pattern: XmlElement, actual: XmlElement, bindings: Bindings): MatchResult {
  return matchElement(pattern, actual, { path: pattern.name, lang: undefined, root: actual, bindings });
}

function matchElement(pattern: XmlElement, actual: XmlElement, outer: At): MatchResult {
  if (!isNamed(pattern, actual)) return differs(outer.path, elementNamed(pattern), elementNamed(actual));
  if (pattern.ns !== actual.ns) return differs(`${outer.path}@xmlns`, namespaceOf(pattern), namespaceOf(actual));
  let at: At = { ...outer, lang: actual.attrs['xml:lang'] ?? outer.lang };
  const wanted = readElement(pattern);
  let result = matched(at.bindings.captures);
  for (const step of STEPS) {
    if (!result.matches) return result;
    at = withCaptures(at, result.captures);
    result = step(wanted, actual, at);
  }
  return result;
}

const STEPS = [matchName, matchAttrs, matchText, matchChildren, matchOnly, matchWhole];

/**
 * The name `a|b` stands for either, `${capture:NAME}` for any but the text of an error: error conditions in the short form
 * are written so; no name in XML holds these characters.
 */
const isNamed = (pattern: XmlElement, actual: XmlElement): boolean =>
  readMark(pattern.name) === undefined ? pattern.name.split('|').includes(actual.name) : actual.name !== 'text';

/** Keeps the name of the element where the pattern captures it, and compares it with a name that was captured earlier. */
function matchName({ content }: MarkedElement, actual: XmlElement, at: At): MatchResult {
  const mark = readMark(content.name);
  const captured = mark && at.bindings.captures.get(mark.argument);
  if (captured !== undefined && captured !== actual.name) {
    return differs(at.path, { kind: 'element', name: captured }, elementNamed(actual));
  }
  return mark === undefined ? matched(at.bindings.captures) : bind(mark, actual.name, at);
}

function matchAttrs({ content }: MarkedElement, actual: XmlElement, at: At): MatchResult {
  let { captures } = at.bindings;
  for (const [name, wanted] of Object.entries(content.attrs)) {
    const value = name === 'xml:lang' && readMark(wanted)?.name === 'lang' ? at.lang : actual.attrs[name];
    const result = matchValue(wanted, value, withCaptures({ ...at, path: `${at.path}@${name}` }, captures));
    if (!result.matches) return result;
    captures = result.captures;
  }
  return matched(captures);
}

function matchText({ content }: MarkedElement, actual: XmlElement, at: At): MatchResult {
  if (isBlank(text(content))) return matched(at.bindings.captures);
  const [wanted, value] = textsOf(content, actual);
  return matchValue(wanted, value === '' ? undefined : value, { ...at, path: `${at.path}/text()` });
}

/**
 * `only` leaves room for extensions: it counts the namespaces of the element and of the children that the pattern names. Children
 * of which every one must match are as many as there are.
 */
function matchOnly({ marks, content }: MarkedElement, actual: XmlElement, { path, bindings }: At): MatchResult {
  const mark = marks.find(({ name }) => name === 'only' || name === 'exactly');
  if (mark === undefined) return matched(bindings.captures);
  const { single, sets } = readChildren(content);
  const every = sets.filter(({ quantifier }) => quantifier === 'every').map(({ pattern }) => pattern);
  const isCounted = (child: XmlElement) => !every.some((pattern) => isOfKind(pattern, child));
  const wanted = single.filter(isCounted);
  const spaces = new Set([content, ...single, ...every].map(({ ns }) => ns));
  const there = elements(actual).filter(
    (child) => isCounted(child) && (mark.name === 'exactly' || spaces.has(child.ns)),
  );
  if (there.length <= wanted.length) return matched(bindings.captures);
  return differs(path, { kind: 'only', count: wanted.length }, childrenOf(there));
}

const isOfKind = (pattern: XmlElement, actual: XmlElement): boolean =>
  isNamed(pattern, actual) && pattern.ns === actual.ns;

/** Finds distinct children for the pattern's children, and backtracks where an early choice prevents a later one. */
function matchChildren({ content }: MarkedElement, actual: XmlElement, at: At): MatchResult {
  if (content.children.length === 0) return matched(at.bindings.captures);
  const { single: wanted, sets } = readChildren(content);
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
  if (captures === undefined) return childDifference(wanted, there, at);
  const broken = sets.map((set) => setDifference(set, actual, withCaptures(at, captures)));
  return broken.find((result) => result !== undefined) ?? matched(captures);
}

/** Where the children of an element break what a pattern says of a set of them. */
function setDifference({ quantifier, pattern }: ChildSet, actual: XmlElement, outer: At): MatchResult | undefined {
  const at = { ...outer, path: `${outer.path}/${pattern.name}` };
  const resultOf = (child: XmlElement) => matchElement(pattern, child, at);
  const there = elements(actual);
  if (quantifier === 'every') {
    return there
      .filter((child) => isOfKind(pattern, child))
      .map(resultOf)
      .find(({ matches }) => !matches);
  }
  const matching = there.filter((child) => resultOf(child).matches);
  const xmlOf = (one: XmlElement) => serialize(one, { ns: actual.ns });
  if (quantifier === 'none') {
    const [found] = matching;
    const forbidden = xmlOf(readablePattern(display(pattern, at.bindings)));
    return found && differs(at.path, { kind: 'none', xml: forbidden }, { kind: 'markup', xml: xmlOf(found) });
  }
  const names = Object.keys(pattern.attrs);
  const keys = matching.map(({ attrs }) => names.map((name) => attrs[name] ?? ''));
  const twice = keys.find((key, index) => keys.findIndex((other) => isDeepStrictEqual(other, key)) < index);
  return twice && differs(at.path, { kind: 'unique', names }, { kind: 'repeated', values: twice });
}

/** Keeps the whole element, or compares it with one that was kept. */
function matchWhole({ marks }: MarkedElement, actual: XmlElement, at: At): MatchResult {
  const { captures } = at.bindings;
  let result = matched(captures);
  for (const { name, argument } of marks) {
    if (name !== 'element' && name !== 'same') continue;
    const key = `element:${argument}`;
    const kept = captures.get(key);
    if (kept === undefined && name === 'same') {
      return differs(at.path, { kind: 'unbound', placeholder: `\${same:${argument}}` }, elementNamed(actual));
    }
    const difference = kept === undefined ? undefined : firstDifference(parseXml(kept), actual, at.path);
    if (difference !== undefined) return { matches: false, difference };
    if (kept === undefined) result = matched(new Map([...captures, [key, serialize(actual)]]));
  }
  return result;
}

function childDifference(wanted: readonly XmlElement[], there: readonly XmlElement[], at: At): MatchResult {
  let { captures } = at.bindings;
  for (const pattern of wanted) {
    const inside = withCaptures({ ...at, path: `${at.path}/${pattern.name}` }, captures);
    const found = there.map((candidate) => matchElement(pattern, candidate, inside)).find(({ matches }) => matches);
    if (found?.matches) captures = found.captures;
    if (found !== undefined) continue;
    const nearest = closest(pattern, there, inside.bindings);
    if (nearest === undefined || !isNamed(pattern, nearest)) {
      return differs(at.path, { kind: 'child', name: pattern.name }, childrenOf(there));
    }
    return matchElement(pattern, nearest, inside);
  }
  return differs(at.path, { kind: 'distinct', count: wanted.length }, childrenOf(there));
}

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
    matchValue(wanted ?? '${absent}', actual.attrs[name], { path: '', lang: undefined, root: actual, bindings })
      .matches;
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
    if (matchValue(wanted, actual.attrs[name], { path: '', lang: undefined, root: actual, bindings }).matches)
      points += weight;
  }
  for (const wanted of readChildren(pattern).single) {
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
