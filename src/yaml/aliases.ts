// Resolves the aliases of a document, within bounds.

import { type Alias, type Document, isAlias, isMap, isNode, isSeq, type Node, visit } from 'yaml';
import type { Texts } from '../model/language.ts';
import { fileMistake } from '../wording/file-mistakes.ts';

/** Limit on the nodes that all aliases together stand for: far above any real file, a bound against alias bombs. */
const MAX_ALIASED_NODES = 20_000;

export type Targets = ReadonlyMap<Alias, Node>;

/** Either the target of every alias, or the first wrong alias and the reason. */
export type Resolved =
  | { readonly targets: Targets; readonly failure?: never }
  | { readonly targets?: never; readonly failure: { readonly alias: Alias; readonly message: Texts } };

/** Finds the target of every alias. Fails at the first alias that is unknown, contains itself, or stands for too much. */
export function resolveAliases(document: Document): Resolved {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const sizes = new Map<Node, number>();
  let total = 0;
  let failure: { readonly alias: Alias; readonly message: Texts } | undefined;
  visit(document, {
    Node: (_, node, ancestors) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return undefined;
      }
      const fail = (message: Texts) => {
        failure = { alias: node, message };
        return visit.BREAK;
      };
      const target = anchors.get(node.source);
      if (target === undefined) return fail(fileMistake('unknownAlias', node.source));
      if (ancestors.includes(target)) return fail(fileMistake('aliasInside', node.source));
      targets.set(node, target);
      total += sizeOf(target, targets, sizes);
      if (total > MAX_ALIASED_NODES) return fail(fileMistake('aliasesTooMany', MAX_ALIASED_NODES));
      return undefined;
    },
  });
  return failure === undefined ? { targets } : { failure };
}

/** Number of nodes below and including `node`, with its aliases expanded. */
function sizeOf(node: unknown, targets: Targets, sizes: Map<Node, number>): number {
  if (!isNode(node)) return 0;
  const known = sizes.get(node);
  if (known !== undefined) return known;
  let size = 1;
  if (isAlias(node)) size = sizeOf(targets.get(node), targets, sizes);
  if (isSeq(node)) for (const item of node.items) size += sizeOf(item, targets, sizes);
  if (isMap(node))
    for (const pair of node.items) size += sizeOf(pair.key, targets, sizes) + sizeOf(pair.value, targets, sizes);
  sizes.set(node, size);
  return size;
}
