// Globs of ids, as users write them in selectors and baselines.

/** Whether an id matches any of the globs. Made for many ids: most need no regular expression. */
export function globMatcher(globs: readonly string[]): (id: string) => boolean {
  const exact = new Set(globs.filter((glob) => !glob.includes('*')));
  const patterns = globs
    .filter((glob) => glob.includes('*'))
    .map((glob) => ({ start: glob.slice(0, glob.indexOf('*')), whole: globToRegExp(glob) }));
  return (id) => exact.has(id) || patterns.some(({ start, whole }) => id.startsWith(start) && whole.test(id));
}

/** `*` matches between slashes, `**` also across them. All other characters, brackets included, are literal. */
export function globToRegExp(glob: string): RegExp {
  const source = glob
    .split(/(\*+)/)
    .map((part) =>
      part.startsWith('*') ? (part.length > 1 ? '.*' : '[^/]*') : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
    )
    .join('');
  return new RegExp(`^${source}$`);
}
