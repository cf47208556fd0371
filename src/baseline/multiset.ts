// Lists of check fingerprints. A fingerprint that fails in two steps of a case is listed twice.

/** The entries of `list` that remain when each entry of `taken` has removed one equal to it. */
export function without(list: readonly string[], taken: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const entry of taken) left.set(entry, (left.get(entry) ?? 0) + 1);
  return list.filter((entry) => {
    const count = left.get(entry) ?? 0;
    left.set(entry, count - 1);
    return count <= 0;
  });
}

/** Whether both lists hold the same entries equally often. */
export function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && without(a, b).length === 0;
}
