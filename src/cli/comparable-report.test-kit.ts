import type { ReportData } from '../results/report-schema.ts';

/** A report without times, random addresses and what depends on them. */
export function comparable({
  summary,
  results,
  coverage,
  features,
  latitude,
  staleBaseline,
  target,
  shard,
}: ReportData) {
  const { durationMs: _, waits: _waits, cpu: _cpu, expiredWaits: _expired, looks: _looks, ...counts } = summary;
  const verdicts = results.map(({ id, outcome, requirements, observed, passive, checks, reason }) => ({
    id,
    outcome,
    requirements,
    observed,
    reason,
    passive: Object.keys(passive ?? {}).sort(),
    checks: checks.map(({ verdict, requirements: cited }) => ({ verdict, cited })),
  }));
  return { counts, verdicts, coverage, features, latitude, staleBaseline, target, shard };
}
