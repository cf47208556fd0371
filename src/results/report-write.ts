// The JSON report of a run that has finished. `reportSchema` encodes it, and drops what a report does not keep.

import { failureText } from '../failures/kinds.ts';
import type { RunFinished } from '../model/event.ts';
import type { CaseResult, CheckResult } from '../model/result.ts';
import type { RunInfo } from '../model/run.ts';
import type { Requirement } from '../model/standard.ts';
import { isOwn } from '../spec/requirements.ts';
import { reasonText } from '../wording/reasons.ts';
import type { CountedResult } from './counted-result.ts';
import { coverage, decidedByResults, heldInResults } from './coverage.ts';
import { causeOf, isAbout, pathTo } from './evidence.ts';
import { featureReports } from './feature-report.ts';
import { latitudeOf } from './latitude.ts';
import { ownIn } from './own-requirements.ts';
import type { Report, ReportedCheck, ReportedResult, StreamedReport } from './report-schema.ts';
import { trafficOf } from './traffic.ts';

/** The report on a run. Its results are made one by one while they are read, because all at once may be large. */
export function reportOf(event: RunFinished, requirements: ReadonlyMap<string, Requirement>): StreamedReport {
  const { info, cases, summary, results, staleBaseline, unclaimedStanzas } = event;
  const ran = new Set(results.map((result) => result.case.id));
  const notRun = cases.filter(({ id }) => !ran.has(id));
  return {
    schema: 1,
    ...info,
    spec: {
      rfc: 'RFC 6121',
      ydt: 'YD/T 2936-2015',
      requirements: [...requirements.values()].filter((r) => !isOwn(r)).length,
    },
    ownRequirements: ownIn(requirements),
    summary,
    results: reportedResults(results),
    notRun: notRun.length === 0 ? undefined : notRun,
    ...countedParts(results, info.target, requirements),
    staleBaseline,
    unclaimedStanzas,
    ...trafficOf(results),
  };
}

/** The parts of a report that follow from its results. */
export function countedParts(
  results: readonly CountedResult[],
  target: RunInfo['target'],
  requirements: ReadonlyMap<string, Requirement>,
): Pick<Report, 'coverage' | 'features' | 'latitude'> {
  const { observable, checked, passive } = coverage(requirements, decidedByResults(results), heldInResults(results));
  return {
    coverage: { observable, checked, passive },
    features: featureReports({ info: { target }, results }, requirements).features,
    latitude: latitudeOf(results),
  };
}

function* reportedResults(results: readonly CaseResult[]): Generator<ReportedResult, void> {
  for (const result of results) yield reportedResult(result);
}

function reportedResult(result: CaseResult): ReportedResult {
  const { case: aCase, requirements, reason, transcript, jids } = result;
  const { id, title, titleZh, section, topology, cell, place, requirements: cited } = aCase;
  const decided = requirements.map((requirement) => requirement.id);
  const whole = {
    transcript: transcript.entries.map((entry) => ({ ...entry, atMs: Math.round(entry.atMs) })),
    actors: aCase.actors.map(({ sessions, ...actor }) => ({ ...actor, sessions: sessions.map(({ ref }) => ref) })),
    jids,
  };
  return {
    ...{ id, title, titleZh, section, topology, cell, place },
    given: aCase.given,
    outcome: result.outcome,
    requirements,
    citedRequirements: cited.join() === decided.join() ? undefined : cited,
    observed: result.observed,
    reason: reason && reasonText(reason, 'en'),
    cause: reason,
    knownFailure: result.knownFailure,
    looks: result.looks,
    durationMs: Math.round(result.durationMs),
    lateStanzas: result.lateStanzas,
    unexplained: result.unexplained,
    moduleTraffic: result.moduleTraffic,
    answeredAnswers: result.answeredAnswers,
    passive: result.passive,
    alone: result.alone,
    checks: result.checks.map((check) => reportedCheck(check, result)),
    checksLeftOut: result.checksLeftOut,
    ...(result.outcome !== 'passed' && whole),
  };
}

function reportedCheck(check: CheckResult, result: CaseResult): ReportedCheck {
  const { place, session, requirements, verdict, failure, disputed, blame, knownFailure } = check;
  if (failure === undefined) return { place, session, requirements, verdict };
  const cause = causeOf(check, result);
  return {
    ...{ place, session, requirements, verdict, failure, disputed, blame, knownFailure },
    message: failureText(failure, session, 'en'),
    closestAt: closestAt(check, result),
    causeAt: cause && result.transcript.entries.indexOf(cause),
  };
}

function closestAt(check: CheckResult, { transcript: { entries } }: CaseResult): ReportedCheck['closestAt'] {
  const entry = entries.findIndex((candidate) => isAbout(check, candidate));
  const stanza = entries[entry]?.stanza;
  const closest = check.failure?.closest;
  const path = stanza && closest && pathTo(closest, stanza);
  return path && { entry, path };
}
