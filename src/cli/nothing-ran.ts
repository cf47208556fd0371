// A run whose every case was skipped, because the server lacks what the standard makes mandatory: nothing was told of it.

import type { Need } from '../model/case.ts';
import type { CaseResult } from '../model/result.ts';
import { features as standardFeatures } from '../spec/features.ts';
import { shellWords } from '../wording/shell.ts';

/** The mandatory feature (RFC 6121 12) that keeps every case from running; undefined where one ran, or none lacks it. */
export function missingMandatory(results: readonly CaseResult[], offered: readonly string[]): Need | undefined {
  if (results.some(({ outcome }) => outcome !== 'skipped')) return undefined;
  const isMandatory = (name: string) => standardFeatures.some((f) => f.name === name && f.level === 'MUST');
  const needs = results.flatMap((result) => result.case.needs);
  return needs.find(({ feature }) => !offered.includes(feature) && isMandatory(feature));
}

/** Names the missing feature and the case that reports it. `rerun` are the arguments that reach the same server. */
export function missingText({ feature, reportedBy }: Need, rerun: readonly string[]): string {
  const missing = `no case ran: the server does not offer ${feature}, which every server must`;
  if (reportedBy === undefined) return missing;
  return `${missing}; this reports it: xmppspec run ${shellWords([reportedBy, ...rerun])}`;
}
