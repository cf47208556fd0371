// Addresses inside a page. They come from ids, so a link to a case is valid in the report of the next run.

/** `case-rfc6121/2.3/set-refused:two-items` for `rfc6121/2.3/set-refused[two-items]`. Each case has its own. */
export function caseAnchor(id: string): string {
  const [, scenario, variant] = /^([^[\]]+)\[([^[\]]*)\]$/.exec(id) ?? [];
  if (scenario === undefined || variant === undefined) return `case-${encoded(id)}`;
  return `case-${encoded(scenario)}:${encoded(variant)}`;
}

/** `req-rfc6121-2.3.3-c`. */
export function requirementAnchor(id: string): string {
  return `req-${encoded(id)}`;
}

/** Keeps characters that a URL may hold; writes others as `~5b~`. */
function encoded(text: string): string {
  return text.replace(/[^A-Za-z0-9._/+,-]/gu, (char) => `~${char.codePointAt(0)?.toString(16)}~`);
}
