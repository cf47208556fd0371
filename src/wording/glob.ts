// Globs of ids, as users write them in selectors and baselines.

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
