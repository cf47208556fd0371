// A federated case beside the same row of the scenario on each of the two servers alone.

import type { PairSide } from '../model/blame.ts';
import type { AloneResult, CaseResult } from '../model/result.ts';
import type { RunInfo } from '../model/run.ts';
import { blameAlone, type SingleResult } from './alone-blame.ts';
import type { SingleReport } from './single-schema.ts';

type Server = Pick<SingleReport['target'], 'name' | 'software' | 'version'>;

/** The results of each server of a pair alone, by the id of the case. */
export type Singles = Readonly<Record<PairSide, ReadonlyMap<string, SingleResult>>>;

/** Reports of either server, and those of neither. A pair of one server with itself has each report on both sides. */
export function singlesOf<Report extends SingleReport>(
  reports: readonly Report[],
  { target, peer }: Pick<RunInfo, 'target' | 'peer'>,
): { readonly singles: Singles; readonly others: readonly Report[] } {
  const resultsOf = (server: Server | undefined) =>
    new Map(reportsOf(server, reports).flatMap(({ results }) => results.map((result) => [result.id, result] as const)));
  const used = [target, peer].flatMap((server) => reportsOf(server, reports));
  const others = reports.filter((report) => !used.includes(report));
  return { singles: { A: resultsOf(target), B: resultsOf(peer) }, others };
}

/** The reports on a server: of several on its software those with its name, such as of two configurations. */
function reportsOf<Report extends SingleReport>(
  server: Server | undefined,
  reports: readonly Report[],
): readonly Report[] {
  if (server === undefined) return [];
  const same = reports.filter(({ target }) => isSame(target, server));
  const named = same.filter(({ target }) => target.name === server.name);
  return named.length > 0 ? named : same;
}

/** The same software in the same version; the name of the target where a server names neither. */
function isSame(one: Server, other: Server): boolean {
  if (one.software === '' && other.software === '') return one.name === other.name;
  return one.software === other.software && one.version === other.version;
}

/**
 * The result of a federated case that failed or warned, with those of its row on each server alone. Where the transcript does
 * not show the server at fault, these may.
 */
export function withAlone(result: CaseResult, singles: Singles): CaseResult {
  const { case: aCase, outcome } = result;
  if (aCase.topology !== 'federated' || (outcome !== 'failed' && outcome !== 'warned')) return result;
  const ids = rowIds(aCase.id);
  const missed = new Set(notMet(result));
  const alone = [ids.local, ids.remote].flatMap((id) =>
    (['A', 'B'] as const).flatMap((side): readonly AloneResult[] => {
      const single = singles[side].get(id);
      if (single === undefined) return [];
      return [
        { side, case: id, outcome: single.outcome, requirements: notMet(single).filter((one) => missed.has(one)) },
      ];
    }),
  );
  if (alone.length === 0) return result;
  const rowOf = (side: PairSide) => ({ local: singles[side].get(ids.local), remote: singles[side].get(ids.remote) });
  const rows = { A: rowOf('A'), B: rowOf('B') };
  const checks = result.checks.map((check) => {
    const blame = check.blame?.kind === 'unseen' ? blameAlone(check, aCase, rows) : undefined;
    return blame === undefined ? check : { ...check, blame };
  });
  return { ...result, checks, alone };
}

const notMet = ({ requirements }: Pick<SingleResult, 'requirements'>): readonly string[] =>
  requirements.flatMap(({ id, verdict }) => (verdict === 'passed' ? [] : [id]));

/** The local and the remote case of the same row: `x[row,federated]` is `x[row]` and `x[row,remote]`. */
export function rowIds(id: string): { readonly local: string; readonly remote: string } {
  const local = id.replace(/,federated\]$/, ']').replace(/\[federated\]$/, '');
  return { local, remote: id.replace(/federated\]$/, 'remote]') };
}

/** Whether a case of the pair fails whose row passes with each server alone: what no test of one server shows. */
export function isOnlyInPair({ alone = [] }: Pick<CaseResult, 'alone'>): boolean {
  const passes = (side: PairSide) => {
    const ran = alone.filter((one) => one.side === side && one.outcome !== 'skipped' && one.outcome !== 'broken');
    return ran.length > 0 && ran.every(({ outcome }) => outcome === 'passed');
  };
  return passes('A') && passes('B');
}
