// The names of the two servers of a run, for what reports say of them.

import type { ServerNames } from '../model/blame.ts';
import type { CaseResult } from '../model/result.ts';
import type { RunInfo } from '../model/run.ts';

/** The names by which the servers were given; undefined: there is one, or both have one name. */
export function serverNamesOf({ target, peer }: Pick<RunInfo, 'target' | 'peer'>): ServerNames | undefined {
  return peer === undefined || peer.name === target.name ? undefined : { A: target.name, B: peer.name };
}

/** The result with these names, where it is of two servers. */
export function withServers(result: CaseResult, servers: ServerNames | undefined): CaseResult {
  if (servers === undefined || result.case.topology !== 'federated') return result;
  const checks = result.checks.map((check) =>
    check.blame === undefined ? check : { ...check, blame: { ...check.blame, servers } },
  );
  return { ...result, servers, checks };
}
