// Addresses inside a page. They come from ids, so a link to a case is valid in the report of the next run.

/** `case-rfc6121/2.3/set-refused:two-items` for `rfc6121/2.3/set-refused[two-items]`. Each case has its own. */
export function caseAnchor(id: string): string {
  const [, scenario, variant] = /^([^[\]]+)\[([^[\]]*)\]$/.exec(id) ?? [];
  if (scenario === undefined || variant === undefined) return `case-${encoded(id)}`;
  return `case-${encoded(scenario)}:${encoded(variant)}`;
}

/** `req-rfc6121-2.3.3-c`: the first finding on the rule; where it has none, its row in the list of requirements. */
export function requirementAnchor(id: string): string {
  return `req-${encoded(id)}`;
}

/** `row-rfc6121-2.3.3-c`: the row in the list of requirements of a rule that has a finding. */
export function rowAnchor(id: string): string {
  return `row-${encoded(id)}`;
}

/** `cell-appendix-a/out-subscribe/None/local`: a cell of a table of the standard, by table, row and column. */
export function cellAnchor(...place: readonly string[]): string {
  return `cell-${encoded(place.join('/'))}`;
}

/** `choice-rfc6121/2.1.1/made-up-in-set`: the row of a scenario in the list of choices. */
export function choiceAnchor(scenario: string): string {
  return `choice-${encoded(scenario)}`;
}

/** `feature-roster-push`: the row of a feature in the summary; `feature-none`: that of the requirements of no feature. */
export function featureAnchor(name: string): string {
  return `feature-${encoded(name)}`;
}

/** `chapter-3`: the requirements of a chapter. */
export function chapterAnchor(chapter: string): string {
  return `chapter-${encoded(chapter)}`;
}

/** `finding-3.2.2-c/missing-presence-unavailable`, from the key of the finding. */
export function findingAnchor(key: string): string {
  return `finding-${encoded(key)}`;
}

/** Keeps characters that a URL may hold; writes others as `~5b~`. */
function encoded(text: string): string {
  return text.replace(/[^A-Za-z0-9._/+,-]/gu, (char) => `~${char.codePointAt(0)?.toString(16)}~`);
}
