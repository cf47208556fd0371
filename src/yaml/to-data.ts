// A YAML document as plain data.

import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Targets } from './aliases.ts';

/**
 * The value of a node: text, number, boolean, null, list or map. The aliases of one anchor share one value. The library
 * would search the whole document for the anchor of each alias.
 */
export function toData(node: unknown, targets: Targets): unknown {
  const known = new Map<Node, unknown>();
  const ofAlias = (target: Node | undefined): unknown => {
    if (target === undefined) return null;
    if (!known.has(target)) known.set(target, convert(target));
    return known.get(target);
  };
  const keyText = (key: unknown): string => {
    const value = convert(key);
    if (value === null) return '';
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  const convert = (inner: unknown): unknown => {
    if (isAlias(inner)) return ofAlias(targets.get(inner));
    if (isSeq(inner)) return inner.items.map(convert);
    if (isMap(inner)) return Object.fromEntries(inner.items.map(({ key, value }) => [keyText(key), convert(value)]));
    return isScalar(inner) ? inner.value : null;
  };
  return convert(node);
}
