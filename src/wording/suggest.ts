// Suggestions: names that are near to one that is unknown, and the end of a message that offers one.

/** Longer words are not compared: they are no spelling mistakes, and comparing takes time. */
const LONGEST_WORD = 100;

/** The number of insertions, deletions, replacements and swaps that turn `a` into `b` (optimal string alignment). */
export function distance(a: string, b: string): number {
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (older[j - 2] ?? Number.POSITIVE_INFINITY) + 1 : Number.POSITIVE_INFINITY;
      current[j] = Math.min(replaced, swapped, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
    }
    older = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** The nearest candidate, if at most two letters in five differ or if it continues the word. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const all = [...candidates].filter((candidate) => candidate.length <= LONGEST_WORD);
  const ranked = all.map((candidate) => ({
    candidate,
    edits: distance(word.toLowerCase(), candidate.toLowerCase()),
  }));
  const [best] = ranked.sort((a, b) => a.edits - b.edits);
  if (best !== undefined && best.edits <= Math.max(1, Math.floor(word.length * 0.4))) return best.candidate;
  return all.find((candidate) => word.length > 2 && candidate.startsWith(word));
}

/** The end of a message: `; did you mean "send"?`, or empty. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const nearest = suggest(word, candidates);
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`;
}

/** A similar word that would be right, if there is one. */
export type Nearest = string | undefined;

/** `; did you mean "send"?`, or empty. */
export const hint = (nearest: Nearest): string => (nearest === undefined ? '' : `; did you mean "${nearest}"?`);
export const hintZh = (nearest: Nearest): string => (nearest === undefined ? '' : `；是否应为“${nearest}”？`);
