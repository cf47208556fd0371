// What reports on each server alone say of a report of a pair, and which server they name.

import { kindOf } from '../failures/kinds.ts';
import type { AloneBlame, Blame, PairSide } from '../model/blame.ts';
import type { DifferenceValue, Failure } from '../model/failure.ts';
import type { AloneResult, CaseResult, CheckResult } from '../model/result.ts';
import type { RunInfo } from '../model/run.ts';
import type { XmlElement } from '../model/xml.ts';
import { actorOf } from '../stanza/jid.ts';
import type { SingleReport } from './compared-schema.ts';

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

/** What blame needs of a case of one server. */
export type SingleResult = Pick<
  SingleReport['results'][number],
  'id' | 'outcome' | 'requirements' | 'checks' | 'actors'
>;

/** The cases of one row on one server: `local` has the contacts on the same server, in `remote` a component plays them. */
export interface SingleRow {
  readonly local?: SingleResult | undefined;
  readonly remote?: SingleResult | undefined;
}

type Actors = readonly { readonly name: string; readonly isPeer?: boolean | undefined }[];

/**
 * The server that is shown alone to break the rules of a check that failed in a pair; undefined: neither, or perhaps both.
 *
 * A has the users. It is at fault if it fails in the same way with contacts that a component plays, and B meets the rules in
 * its local case, where it has contacts of its own. B has the contacts. It is at fault if A meets the rules with such contacts and with contacts of its own,
 * and B fails in the same way: at the same user in its local case, or with the roles reversed, at its own user, where a
 * component plays the others.
 */
export function blameAlone(
  check: CheckResult,
  { actors }: Pick<CaseResult['case'], 'actors'>,
  rows: Readonly<Record<PairSide, SingleRow>>,
): AloneBlame | undefined {
  const { A, B } = rows;
  const shared = (single: SingleResult | undefined) => showsSame(check, single, isAtSameUser);
  if (shared(A.remote)) return meets(B.local ?? B.remote, check) ? blame('A', A.remote) : undefined;
  if (!meets(A.remote, check) || (A.local !== undefined && !meets(A.local, check))) return undefined;
  if (shared(B.local)) return blame('B', B.local);
  const isAtOwnUser = isOnPeer(check, actors) ? isAtLocalUser : isAtRemoteUser;
  return showsSame(check, B.remote, isAtOwnUser) ? blame('B', B.remote) : undefined;
}

const blame = (side: PairSide, single: SingleResult | undefined): AloneBlame | undefined =>
  single && { kind: 'alone', side, case: single.id };

/** A check that did not hold, in a case of one server. */
type SingleCheck = SingleResult['checks'][number];

type SameUser = (single: SingleCheck, check: CheckResult, actors: SingleResult['actors']) => boolean;

const isAtSameUser: SameUser = (single, check) => actorOf(single.session) === actorOf(check.session);

const isAtLocalUser: SameUser = (single, _, actors) => isRemote(single, actors) === false;

const isAtRemoteUser: SameUser = (single, _, actors) => isRemote(single, actors) === true;

/** Whether a component plays the user of the check; undefined: not known. */
const isRemote = ({ session }: SingleCheck, actors: SingleResult['actors'] = []): boolean | undefined =>
  actors.find(({ name }) => name === actorOf(session))?.isRemote;

const isOnPeer = ({ session }: CheckResult, actors: Actors): boolean =>
  actors.find(({ name }) => name === actorOf(session))?.isPeer === true;

/** Whether a check of the case fails that cites a rule of this one, in the same way. */
function showsSame(check: CheckResult, single: SingleResult | undefined, isAtUser: SameUser): boolean {
  return (single?.checks ?? []).some(
    (one) =>
      one.requirements.some((id) => check.requirements.includes(id)) &&
      isAtUser(one, check, single?.actors) &&
      isSameWay(one.failure, check.failure),
  );
}

/**
 * Whether the case shows that the server meets the rules of a check: it passed, or it departs from others alone. A case that
 * passed need not name a rule that leaves a choice, or one that is checked on every stanza.
 */
function meets(single: SingleResult | undefined, { requirements }: CheckResult): boolean {
  if (single === undefined || single.outcome === 'skipped' || single.outcome === 'broken') return false;
  const decided = single.requirements.filter(({ id }) => requirements.includes(id));
  return decided.every(({ verdict }) => verdict === 'passed') && (single.outcome === 'passed' || decided.length > 0);
}

/** Whether two checks failed in the same way: alike but for names, addresses and texts. */
function isSameWay(one: Failure | undefined, other: Failure | undefined): boolean {
  return one !== undefined && other !== undefined && wayOf(one) === wayOf(other);
}

function wayOf(failure: Failure): string {
  const { kind, expected, difference } = failure;
  // What came nearest to a stanza that is missing says nothing of the server.
  const closest = kind === 'missing' ? undefined : failure.closest;
  const at = difference && [difference.path, sideOf(difference.expected), sideOf(difference.actual)];
  return JSON.stringify([
    kind,
    shapeOf(expected),
    shapeOf(closest),
    kind === 'missing' ? undefined : at,
    kindOf(failure).detail?.(failure),
  ]);
}

const shapeOf = (stanza: XmlElement | undefined): unknown => stanza && [stanza.name, stanza.attrs['type']];

/** Values may be addresses, which differ between servers. */
const sideOf = (value: DifferenceValue): unknown =>
  value.kind === 'value' || value.kind === 'seen' || value.kind === 'value-or-nothing' || value.kind === 'one-of'
    ? value.kind
    : value;

/** The server that one or more failed checks prove, where none proves the other one; else the pair. Undefined: one server. */
export function sideAtFault(checks: readonly Pick<CheckResult, 'blame'>[]): Blame['side'] | undefined {
  const sides = new Set(checks.flatMap(({ blame }) => (blame === undefined ? [] : [blame.side])));
  const proven = (['A', 'B'] as const).filter((side) => sides.has(side));
  const [only] = proven;
  if (proven.length === 1) return only;
  return sides.size === 0 ? undefined : 'pair';
}
