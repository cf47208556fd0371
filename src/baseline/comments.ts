// Comments that people wrote in a baseline, while its entries come and go.

import { isNode, type Node, visit, type YAMLSeq } from 'yaml';

/**
 * The YAML library gives a comment above the first entry to the list. Gives it to the entry, so that it goes with it.
 */
export function ownComments(list: YAMLSeq): void {
  const [first] = list.items;
  if (!isNode(first) || typeof list.commentBefore !== 'string') return;
  first.commentBefore = joined([list.commentBefore, first.commentBefore]);
  list.commentBefore = null;
}

/**
 * Removes an entry of a list. The comment beside it and the one directly above it go with it. What a blank line separates
 * from it, such as the heading of a section, moves to the next entry, or to the end of the list.
 */
export function removeEntry(list: YAMLSeq, entry: Node): void {
  const index = list.items.indexOf(entry);
  const kept = joined([detached(entry.commentBefore), ...trailing(entry)]);
  list.items.splice(index, 1);
  const next = list.items[index];
  if (index === 0 && isNode(next)) next.spaceBefore = false;
  if (kept === null) return;
  if (isNode(next)) next.commentBefore = joined([`${kept}\n`, next.commentBefore]);
  else list.comment = joined([kept, list.comment]);
}

/** The lines of a comment above its last blank line. */
function detached(comment: string | null | undefined): string | null {
  const lines = comment?.split('\n') ?? [];
  const blank = lines.lastIndexOf('');
  return blank === -1 ? null : lines.slice(0, blank).join('\n');
}

/** Comments below the last line of lists inside of an entry. The YAML library may put there those above the next entry. */
function trailing(entry: Node): readonly string[] {
  const found: string[] = [];
  visit(entry, {
    Seq: (_, { comment, flow }) => {
      if (typeof comment === 'string' && flow !== true) found.push(comment);
    },
  });
  return found;
}

function joined(comments: readonly (string | null | undefined)[]): string | null {
  const texts = comments.filter((comment) => typeof comment === 'string');
  return texts.length === 0 ? null : texts.join('\n');
}
