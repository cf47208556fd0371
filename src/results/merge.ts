// Merges the reports of shards.

import { isDeepStrictEqual } from 'node:util';
import type { Texts } from '../model/language.ts';
import type { Summary, WaitTally } from '../model/run.ts';
import type { Requirement } from '../model/standard.ts';
import { reportMistake } from '../wording/report-mistakes.ts';
import { countedResults } from './counted-result.ts';
import { countOutcomes } from './outcomes.ts';
import { ownIn } from './own-requirements.ts';
import type { ReportFile } from './report-file.ts';
import type { Report, ReportedResult } from './report-schema.ts';
import { countedParts } from './report-write.ts';
import { trafficIn } from './traffic.ts';

/** Keys that must be equal in all reports. */
const SAME = ['tool', 'target', 'spec', 'strict', 'failOnSkipped'] as const;

/** Duplicate cases named in a message. */
const MAX_DUPLICATES = 3;

/** The reasons why these reports are not parts of one run, one line each; empty: they can be merged. */
export function mergeMistakes(files: readonly ReportFile[]): readonly Texts[] {
  return [...differences(files), ...missingShards(files), ...duplicateCases(files)];
}

function differences([first, ...others]: readonly ReportFile[]): readonly Texts[] {
  if (first === undefined) return [];
  return others.flatMap(({ file, report }) =>
    SAME.filter((key) => !isDeepStrictEqual(comparable(report[key]), comparable(first.report[key]))).map((key) =>
      reportMistake('notOfOneRun', file, key, first.file),
    ),
  );
}

/** The order of features does not matter. */
function comparable(value: Report[(typeof SAME)[number]]): unknown {
  return typeof value === 'object' && 'features' in value ? { ...value, features: [...value.features].sort() } : value;
}

function missingShards(files: readonly ReportFile[]): readonly Texts[] {
  const shards = files.flatMap(({ report }) => report.shard ?? []);
  const count = shards[0]?.count ?? 0;
  const wanted = Array.from({ length: count }, (_, index) => index + 1);
  const missing = wanted.filter((index) => !shards.some((shard) => shard.index === index));
  const strangers = files.filter(({ report }) => (report.shard?.count ?? 0) !== count);
  return [
    ...missing.map((index) => reportMistake('shardMissing', index, count)),
    ...strangers.map(({ file, report }) => {
      const { shard } = report;
      const got = shard === undefined ? reportMistake('wholeRun') : `${shard.index}/${shard.count}`;
      return reportMistake('otherShard', file, count, got);
    }),
  ];
}

function duplicateCases(files: readonly ReportFile[]): readonly Texts[] {
  const owner = new Map<string, string>();
  const duplicates: Texts[] = [];
  for (const { file, report } of files) {
    for (const { id } of report.results) {
      const other = owner.get(id);
      if (other !== undefined) duplicates.push(reportMistake('caseTwice', file, id, other));
      owner.set(id, file);
    }
  }
  const more = duplicates.length - MAX_DUPLICATES;
  return [...duplicates.slice(0, MAX_DUPLICATES), ...(more > 0 ? [reportMistake('moreCases', more)] : [])];
}

/** Merges compatible reports (see `mergeMistakes`), at least one; recomputes all totals. */
export function mergeReports(reports: readonly Report[], requirements: ReadonlyMap<string, Requirement>): Report {
  const [first] = reports;
  if (first === undefined) throw new Error('expected at least one report to merge');
  const results = inOrder(reports);
  return {
    ...first,
    shard: undefined,
    ownRequirements: ownIn(requirements),
    startedAt: reports.map(({ startedAt }) => startedAt).sort()[0] ?? first.startedAt,
    jobs: Math.max(...reports.map(({ jobs }) => jobs)),
    summary: { ...first.summary, ...sumOf(reports.map((report) => report.summary)), ...countCases(results) },
    results,
    transcriptsLeftOut: sum(reports.map(({ transcriptsLeftOut = 0 }) => transcriptsLeftOut)) || undefined,
    notRun: notRunIn(reports, results),
    ...countedParts(countedResults({ results }), first.target, requirements),
    staleBaseline: reports.flatMap(({ staleBaseline }) => staleBaseline),
    unclaimedStanzas: reports.flatMap(({ unclaimedStanzas }) => unclaimedStanzas),
    ...trafficIn(results),
  };
}

/** Cases without a result in any report. */
function notRunIn(reports: readonly Report[], results: readonly ReportedResult[]): Report['notRun'] {
  const ran = new Set(results.map(({ id }) => id));
  const notRun = reports.flatMap((report) => report.notRun ?? []).filter(({ id }) => !ran.has(id));
  return notRun.length === 0 ? undefined : notRun;
}

/** Restores the order of the cases: they were dealt to the shards in turn. Reports of whole runs are concatenated. */
function inOrder(reports: readonly Report[]): readonly ReportedResult[] {
  if (reports.some(({ shard }) => shard === undefined)) return reports.flatMap(({ results }) => results);
  const shards = [...reports].sort((a, b) => (a.shard?.index ?? 0) - (b.shard?.index ?? 0));
  const rounds = Math.max(...shards.map(({ results }) => results.length));
  return Array.from({ length: rounds }, (_, round) => shards.flatMap(({ results }) => results[round] ?? [])).flat();
}

function countCases(results: readonly ReportedResult[]): Omit<Summary, Summed> {
  return {
    cases: results.length,
    ...countOutcomes(results),
    knownFailures: results.filter(({ knownFailure }) => knownFailure !== undefined).length,
    checks: sum(results.map(({ checks }) => checks.length)),
  };
}

/** Adds up times, even if the shards ran at the same time; CPU time only if every shard measured it. */
type Summed =
  | 'lacking'
  | 'unexplained'
  | 'lateStanzas'
  | 'looks'
  | 'unlistedStanzas'
  | 'expiredWaits'
  | 'componentLosses'
  | 'durationMs'
  | 'waits'
  | 'cpu';

function sumOf(summaries: readonly Summary[]): Pick<Summary, Summed> {
  const cpus = summaries.flatMap(({ cpu }) => cpu ?? []);
  return {
    lacking: sumEach(
      ['must', 'should'],
      summaries.flatMap(({ lacking }) => lacking ?? []),
    ),
    unexplained: sumEach(
      ['stanzas', 'cases'],
      summaries.flatMap(({ unexplained }) => unexplained ?? []),
    ),
    lateStanzas: sum(summaries.map(({ lateStanzas }) => lateStanzas)),
    looks: sumEach(
      ['again', 'changed', 'leftOut', 'ms'],
      summaries.flatMap(({ looks }) => looks ?? []),
    ),
    unlistedStanzas: sum(summaries.map(({ unlistedStanzas = 0 }) => unlistedStanzas)) || undefined,
    expiredWaits: sum(summaries.map(({ expiredWaits }) => expiredWaits)),
    componentLosses: sumLosses(summaries.flatMap(({ componentLosses }) => componentLosses ?? [])),
    durationMs: sum(summaries.map(({ durationMs }) => durationMs)),
    waits: sumWaits(summaries),
    cpu:
      cpus.length < summaries.length
        ? undefined
        : { testerMs: sum(cpus.map((c) => c.testerMs)), serverMs: sum(cpus.map((c) => c.serverMs)) },
  };
}

/** The sums of these numbers; undefined where there are none. */
function sumEach<Key extends string>(
  keys: readonly Key[],
  parts: readonly Readonly<Record<Key, number>>[],
): Record<Key, number> | undefined {
  if (parts.length === 0) return undefined;
  return Object.fromEntries(keys.map((key) => [key, sum(parts.map((one) => one[key]))])) as Record<Key, number>;
}

function sumLosses(losses: readonly NonNullable<Summary['componentLosses']>[]): Summary['componentLosses'] {
  if (losses.length === 0) return undefined;
  return { count: sum(losses.map(({ count }) => count)), cases: losses.flatMap(({ cases }) => cases) };
}

function sumWaits(summaries: readonly Summary[]): Summary['waits'] {
  const kinds = [...new Set(summaries.flatMap(({ waits }) => Object.keys(waits)))];
  const total = (kind: string, of: keyof WaitTally) => sum(summaries.map(({ waits }) => waits[kind]?.[of] ?? 0));
  return Object.fromEntries(kinds.map((kind) => [kind, { count: total(kind, 'count'), ms: total(kind, 'ms') }]));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
