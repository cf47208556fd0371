// A stanza on one line, as far as it is the same in every run.

import type { XmlElement } from '../model/xml.ts';
import { elements, NS, text } from '../stanza/xml.ts';
import { cut, type Normalize } from './normalizer.ts';

/** Attributes that tell stanzas apart; all others are ids, versions, times and the like. */
const TELLING = ['jid', 'subscription', 'ask', 'approved', 'name', 'type'] as const;

/** Namespaces that go without saying in a stanza of RFC 6121. */
const OWN: ReadonlySet<string> = new Set([NS.client, NS.roster, NS.stanzas, NS.streams]);

/** Elements inside elements: an error has its condition at two, a group of a roster push stands at three. */
const MAX_DEPTH = 4;

/** Longer than any stanza of the shipped scenarios; a bound, because a server may send what it likes. */
const MAX_SHAPE = 240;

/**
 * Names of elements, nested, with what distinguishes them: `iq set to juliet {query {item jid=romeo {group Friends}}}`.
 * The order of attributes and of children does not show, nor what differs from run to run.
 */
export function shapeOf(stanza: XmlElement, normalize: Normalize): string {
  const { type, from, to, ...others } = stanza.attrs;
  const part = (word: string, value: string | undefined) =>
    value === undefined || isMark(value) ? '' : `${word} ${shown(value, normalize)}`;
  const head = `${stanza.name}${part('', type)}${part(' from', from)}${part(' to', to)}`;
  return cut(`${head}${telling(others, normalize)}${content(stanza, normalize, 1)}`, MAX_SHAPE);
}

function content(parent: XmlElement, normalize: Normalize, depth: number): string {
  const own = text(parent).trim();
  const words = own === '' || isMark(own) ? '' : ` ${shown(own, normalize)}`;
  const inner = counted(elements(parent).map((child) => inside(child, parent, { normalize, depth })));
  if (inner.length === 0) return words;
  return `${words} {${depth > MAX_DEPTH ? '…' : inner.join(', ')}}`;
}

function inside(
  element: XmlElement,
  parent: XmlElement,
  { normalize, depth }: { normalize: Normalize; depth: number },
): string {
  const { name, ns, attrs } = element;
  const space = OWN.has(ns) || ns === parent.ns ? '' : `(${ns})`;
  return `${name}${space}${telling(attrs, normalize)}${content(element, normalize, depth + 1)}`;
}

function telling(attrs: XmlElement['attrs'], normalize: Normalize): string {
  const told = TELLING.flatMap((key) => {
    const value = attrs[key];
    return value === undefined || isMark(value) ? [] : [` ${key}=${shown(value, normalize)}`];
  });
  return told.join('');
}

/** Sorted, each once, with how often it is there: where the order means nothing, it may vary. */
export function counted(shapes: readonly string[]): readonly string[] {
  return [...new Set(shapes)].sort().map((shape) => {
    const { length } = shapes.filter((other) => other === shape);
    return length === 1 ? shape : `${length} × ${shape}`;
  });
}

/** A mark of a pattern stands for several values. */
const isMark = (value: string): boolean => value.includes('${');

/** Quotes what would not read as one word. */
function shown(value: string, normalize: Normalize): string {
  const said = normalize(value);
  return /^[^\s"{},=]+$/.test(said) ? said : JSON.stringify(said);
}
