// Reports of shards, joined to one: nothing lost, nothing doubled.

import { isDeepStrictEqual } from 'node:util';
import type { Summary, WaitTally } from '../model/run.ts';
import type { Requirement } from '../model/standard.ts';
import { countedResults } from './counted-result.ts';
import { countOutcomes } from './outcomes.ts';
import type { ReportFile } from './report-file.ts';
import type { Report, ReportedResult } from './report-schema.ts';
import { countedParts } from './report-write.ts';

/** What must be the same in all. */
const SAME = ['tool', 'target', 'spec', 'strict'] as const;

/** Doubled cases named in a message, as many as help to see why. */
const MAX_DOUBLED = 3;

/** Why these reports are not parts of one run, one line each; none: they can be merged. */
export function mergeMistakes(files: readonly ReportFile[]): readonly string[] {
  return [...differences(files), ...missingShards(files), ...doubledCases(files)];
}

function differences([first, ...others]: readonly ReportFile[]): readonly string[] {
  if (first === undefined) return [];
  return others.flatMap(({ file, report }) =>
    SAME.filter((key) => !isDeepStrictEqual(comparable(report[key]), comparable(first.report[key]))).map(
      (key) => `${file}: expected the same ${key} as in ${first.file}; merge reports of one run`,
    ),
  );
}

/** Features are told in no order. */
function comparable(value: Report[(typeof SAME)[number]]): unknown {
  return typeof value === 'object' && 'features' in value ? { ...value, features: [...value.features].sort() } : value;
}

function missingShards(files: readonly ReportFile[]): readonly string[] {
  const shards = files.flatMap(({ report }) => report.shard ?? []);
  const count = shards[0]?.count ?? 0;
  const wanted = Array.from({ length: count }, (_, index) => index + 1);
  const missing = wanted.filter((index) => !shards.some((shard) => shard.index === index));
  const strangers = files.filter(({ report }) => (report.shard?.count ?? 0) !== count);
  return [
    ...missing.map((index) => `expected every shard, got none that is ${index}/${count}; add its report`),
    ...strangers.map(({ file, report }) => {
      const got = report.shard === undefined ? 'a whole run' : `${report.shard.index}/${report.shard.count}`;
      return `${file}: expected a shard of ${count}, got ${got}; merge reports of one run`;
    }),
  ];
}

function doubledCases(files: readonly ReportFile[]): readonly string[] {
  const owner = new Map<string, string>();
  const doubled: string[] = [];
  for (const { file, report } of files) {
    for (const { id } of report.results) {
      const other = owner.get(id);
      if (other !== undefined) doubled.push(`${file}: expected each case once, got "${id}" that is in ${other}, too`);
      owner.set(id, file);
    }
  }
  const more = doubled.length > MAX_DOUBLED ? [`and ${doubled.length - MAX_DOUBLED} more cases`] : [];
  return [...doubled.slice(0, MAX_DOUBLED), ...more];
}

/** One report of at least one that fit together (`mergeMistakes`), in the order of the cases. All that is counted is counted anew. */
export function mergeReports(reports: readonly Report[], requirements: ReadonlyMap<string, Requirement>): Report {
  const [first] = reports;
  if (first === undefined) throw new Error('expected at least one report to merge');
  const results = inOrder(reports);
  return {
    ...first,
    shard: undefined,
    startedAt: reports.map(({ startedAt }) => startedAt).sort()[0] ?? first.startedAt,
    jobs: Math.max(...reports.map(({ jobs }) => jobs)),
    summary: { ...first.summary, ...sumOf(reports.map((report) => report.summary)), ...countCases(results) },
    results,
    notRun: notRunIn(reports, results),
    ...countedParts(countedResults({ results }), first.target, requirements),
    staleBaseline: reports.flatMap(({ staleBaseline }) => staleBaseline),
    unclaimedStanzas: reports.flatMap(({ unclaimedStanzas }) => unclaimedStanzas),
  };
}

/** What no report has a result of. */
function notRunIn(reports: readonly Report[], results: readonly ReportedResult[]): Report['notRun'] {
  const ran = new Set(results.map(({ id }) => id));
  const notRun = reports.flatMap((report) => report.notRun ?? []).filter(({ id }) => !ran.has(id));
  return notRun.length === 0 ? undefined : notRun;
}

/** Shards take turns, as the cases were dealt to them; reports that are no shards follow one another. */
function inOrder(reports: readonly Report[]): readonly ReportedResult[] {
  if (reports.some(({ shard }) => shard === undefined)) return reports.flatMap(({ results }) => results);
  const shards = [...reports].sort((a, b) => (a.shard?.index ?? 0) - (b.shard?.index ?? 0));
  const rounds = Math.max(...shards.map(({ results }) => results.length));
  return Array.from({ length: rounds }, (_, round) => shards.flatMap(({ results }) => results[round] ?? [])).flat();
}

function countCases(
  results: readonly ReportedResult[],
): Omit<Summary, 'expiredWaits' | 'durationMs' | 'waits' | 'cpu'> {
  return {
    cases: results.length,
    ...countOutcomes(results),
    knownFailures: results.filter(({ knownFailure }) => knownFailure !== undefined).length,
    checks: sum(results.map(({ checks }) => checks.length)),
    lateStanzas: sum(results.map(({ lateStanzas }) => lateStanzas)),
  };
}

/** Times add up, whether or not the shards ran at once; CPU time is told where each shard tells it. */
function sumOf(summaries: readonly Summary[]): Pick<Summary, 'expiredWaits' | 'durationMs' | 'waits' | 'cpu'> {
  const cpus = summaries.flatMap(({ cpu }) => cpu ?? []);
  return {
    expiredWaits: sum(summaries.map(({ expiredWaits }) => expiredWaits)),
    durationMs: sum(summaries.map(({ durationMs }) => durationMs)),
    waits: sumWaits(summaries),
    cpu:
      cpus.length < summaries.length
        ? undefined
        : { testerMs: sum(cpus.map((c) => c.testerMs)), serverMs: sum(cpus.map((c) => c.serverMs)) },
  };
}

function sumWaits(summaries: readonly Summary[]): Summary['waits'] {
  const kinds = [...new Set(summaries.flatMap(({ waits }) => Object.keys(waits)))];
  const total = (kind: string, of: keyof WaitTally) => sum(summaries.map(({ waits }) => waits[kind]?.[of] ?? 0));
  return Object.fromEntries(kinds.map((kind) => [kind, { count: total(kind, 'count'), ms: total(kind, 'ms') }]));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
