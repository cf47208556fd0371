// A JSON report as the results and events of its run, so that every reporter can write it again.

import type { ServerNames } from '../model/blame.ts';
import type { Actor, Case } from '../model/case.ts';
import type { RunEvent } from '../model/event.ts';
import type { CaseResult, CheckResult } from '../model/result.ts';
import type { RunInfo } from '../model/run.ts';
import type { TranscriptEntry } from '../model/session.ts';
import { elementAt } from './evidence.ts';
import type { Report, ReportedCase, ReportedCheck, ReportedResult } from './report-schema.ts';

/** The events of the run. They lack what a report does not keep: steps, and transcripts of cases that passed. */
export function eventsOf({ notRun = [], ...report }: Report): readonly RunEvent[] {
  const servers = serverNamesOf(report);
  const results = report.results.map((result) => withServers(resultOf(result), servers));
  const cases = [...results.map((result) => result.case), ...notRun.map(caseOf)];
  const { summary, staleBaseline, unclaimedStanzas } = report;
  return [
    { type: 'run-started', info: report, cases },
    ...results.flatMap((result): readonly RunEvent[] => [
      { type: 'case-started', case: result.case },
      { type: 'case-finished', result },
    ]),
    { type: 'run-finished', info: report, cases, summary, results, staleBaseline, unclaimedStanzas },
  ];
}

/** Of what a case needs, a report says what is missing. */
const needsOf = (reason: ReportedResult['cause']): Case['needs'] =>
  reason?.kind === 'feature-missing' ? [{ feature: reason.feature }] : [];

/** The result, without the steps of its case. */
export function resultOf(data: ReportedResult): CaseResult {
  const { actors = [], transcript = [], jids = {}, checks, cause, given } = data;
  const requirements = data.citedRequirements ?? data.requirements.map(({ id }) => id);
  return {
    ...data,
    case: {
      ...caseOf({ ...data, requirements }),
      actors: actors.map(actorOf),
      needs: needsOf(cause),
      ...(given !== undefined && { given: { ...given, place: data.place } }),
    },
    reason: cause,
    checks: checks.map((check) => checkOf(check, transcript)),
    transcript: { entries: transcript },
    jids,
  };
}

function caseOf({ id, title, titleZh, section, topology, cell, place, requirements }: ReportedCase): Case {
  return { id, title, titleZh, section, topology, cell, place, requirements, actors: [], needs: [], steps: [] };
}

/** A report does not say how sessions behave. */
function actorOf({
  name,
  account = '',
  isRemote,
  isPeer,
  sessions,
}: NonNullable<ReportedResult['actors']>[number]): Actor {
  const plan = { roster: false, answers: false, atStart: false };
  return {
    name,
    account,
    isRemote,
    ...(isPeer && { isPeer }),
    sessions: sessions.map((ref) => ({ ...plan, ref, resource: ref.slice(name.length + 1) })),
  };
}

/** The closest stanza is the one of the transcript, because reporters find the entry of a failure by it. */
function checkOf(check: ReportedCheck, transcript: readonly TranscriptEntry[]): CheckResult {
  const { closestAt, causeAt, message: _, failure, ...rest } = check;
  if (failure === undefined) return rest;
  const cause = causeAt === undefined ? undefined : transcript[causeAt];
  const closest = closestAt && elementAt(transcript[closestAt.entry]?.stanza, closestAt.path);
  return { ...rest, failure: closest === undefined ? failure : { ...failure, closest }, cause };
}

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
