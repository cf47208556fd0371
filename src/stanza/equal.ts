// Whether two elements are equal as XML: the order of attributes and prefixes do not matter, all else does.

import type { Difference, DifferenceValue } from '../model/failure.ts';
import type { XmlElement, XmlNode } from '../model/xml.ts';

/** The first place where an element differs from another one. `path` is that of the element. */
export function firstDifference(expected: XmlElement, actual: XmlElement, path: string): Difference | undefined {
  const at = (where: string, one: DifferenceValue, other: DifferenceValue) => ({
    path: where,
    expected: one,
    actual: other,
  });
  if (expected.name !== actual.name) return at(path, named(expected), named(actual));
  if (expected.ns !== actual.ns) {
    return at(`${path}@xmlns`, { kind: 'namespace', ns: expected.ns }, { kind: 'namespace', ns: actual.ns });
  }
  const names = [...new Set([...Object.keys(expected.attrs), ...Object.keys(actual.attrs)])];
  const other = names.find((name) => expected.attrs[name] !== actual.attrs[name]);
  if (other !== undefined) return at(`${path}@${other}`, valued(expected.attrs[other]), valued(actual.attrs[other]));
  const [wanted, there] = [expected, actual].map(({ children }) => joined(children)) as [
    readonly XmlNode[],
    readonly XmlNode[],
  ];
  for (const index of Array(Math.max(wanted.length, there.length)).keys()) {
    const [one, second] = [wanted[index], there[index]];
    if (isElement(one) && isElement(second)) {
      const inside = firstDifference(one, second, `${path}/${one.name}`);
      if (inside !== undefined) return inside;
    } else if (isElement(one) || isElement(second)) {
      return at(path, childrenOf(wanted), childrenOf(there));
    } else if (one !== second) {
      return at(`${path}/text()`, valued(one), valued(second));
    }
  }
  return undefined;
}

const isElement = (node: XmlNode | undefined): node is XmlElement => typeof node === 'object';
const named = ({ name }: XmlElement): DifferenceValue => ({ kind: 'element', name });
const valued = (value: string | undefined): DifferenceValue =>
  value === undefined ? { kind: 'nothing' } : { kind: 'value', value };
const childrenOf = (nodes: readonly XmlNode[]): DifferenceValue => ({
  kind: 'children',
  names: nodes.filter(isElement).map(({ name }) => name),
});

/** The nodes, each text whole: a stream may bring it in pieces. */
function joined(nodes: readonly XmlNode[]): readonly XmlNode[] {
  const all: XmlNode[] = [];
  for (const node of nodes) {
    const last = all.at(-1);
    if (typeof node === 'string' && typeof last === 'string') all[all.length - 1] = last + node;
    else if (node !== '') all.push(node);
  }
  return all;
}
