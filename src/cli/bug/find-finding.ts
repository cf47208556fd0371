// The finding that a user names.

import type { Finding, RuleFinding } from '../../model/finding.ts';
import { reportError } from '../../wording/report-mistakes.ts';
import { suggest } from '../../wording/suggest.ts';

/** Keys named in a message. */
const MAX_NAMED = 8;

/**
 * The finding with this key, of itself or of a part, or the only one that has a key which begins with it, such as that of a
 * requirement, or else the only one that breaks this requirement, too. Throws `UsageError` where there is none, several, or one that
 * breaks no rule.
 */
export function findFinding(findings: readonly Finding[], wanted: string): RuleFinding {
  const name = wanted.replace(/^rfc6121-/, '');
  const found = named(findings, name);
  const [only, ...others] = found;
  if (only === undefined) {
    throw reportError('noFinding', wanted, suggest(name, findings.flatMap(keysOf)));
  }
  if (others.length > 0) {
    const keys = found.slice(0, MAX_NAMED).map(({ key }) => key);
    throw reportError('severalFindings', wanted, found.length, keys.join(', '));
  }
  if (only.kind !== 'rule') {
    throw reportError('breaksNoRule', only.key);
  }
  return only;
}

/** The key of the finding, and those of its parts. */
const keysOf = (finding: Finding): readonly string[] =>
  finding.kind === 'rule' ? finding.parts.map(({ key }) => key) : [finding.key];

function named(findings: readonly Finding[], name: string): readonly Finding[] {
  const exact = findings.filter((finding) => keysOf(finding).includes(name));
  if (exact.length > 0) return exact;
  const begun = findings.filter((finding) => keysOf(finding).some((key) => key.startsWith(`${name}/`)));
  if (begun.length > 0) return begun;
  const ids = [name, `rfc6121-${name}`];
  return findings.filter((finding) => finding.kind === 'rule' && finding.also.some((id) => ids.includes(id)));
}
