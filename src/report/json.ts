// The JSON report. Others parse it: keys may be added, not renamed.

import type { CaseResult, CheckResult, Difference, Failure, Reporter, ReporterSetup, RunEvent } from '../model.ts';
import { coverage, decidedByResults, heldInResults } from './coverage.ts';
import { featureReports } from './feature-report.ts';
import { latitudeOf } from './latitude.ts';
import { createRename } from './names.ts';
import { cut, MAX_VALUE } from './visible.ts';
import { compactXml, type Rename } from './xml-text.ts';

type RunFinished = Extract<RunEvent, { type: 'run-finished' }>;

/** Writes one JSON document when the run is finished. Transcripts are of cases that did not pass. */
export function createJsonReporter(setup: ReporterSetup): Reporter {
  return {
    on(event) {
      if (event.type !== 'run-finished') return;
      setup.write(jsonText(reportData(event, setup)));
    },
  };
}

function reportData(event: RunFinished, setup: ReporterSetup) {
  const { info, summary, results, stale, strays } = event;
  const decided = coverage(setup.requirements, decidedByResults(results), heldInResults(results));
  const { observable, checked, passive } = decided;
  return {
    schema: 1,
    tool: info.tool,
    target: info.target,
    spec: { rfc: 'RFC 6121', ydt: 'YD/T 2936-2015', requirements: setup.requirements.size },
    startedAt: info.startedAt,
    strict: info.strict,
    jobs: info.jobs,
    summary,
    results: results.map(resultData),
    coverage: { observable, checked, passive },
    features: featureReports(event, setup.requirements).features,
    latitude: latitudeOf(results),
    stale,
    strays: strays.map((stanza) => compactXml(stanza, (text) => text)),
  };
}

function resultData(result: CaseResult) {
  const { id, title, section, topology, place, cell } = result.case;
  const rename = createRename(result.jids);
  return {
    id,
    title,
    section,
    topology,
    ...(cell === undefined ? {} : { cell }),
    outcome: result.outcome,
    requirements: result.requirements,
    observed: result.observed,
    ...(result.reason === undefined ? {} : { reason: result.reason }),
    durationMs: Math.round(result.durationMs),
    place,
    late: result.late,
    ...(result.excused === undefined ? {} : { excused: result.excused }),
    checks: result.checks.map((check) => checkData(check, rename)),
    ...(result.outcome === 'passed' ? {} : { transcript: transcriptData(result, rename) }),
  };
}

function checkData(check: CheckResult, rename: Rename) {
  const { place, session, requirements, verdict, failure } = check;
  const base = { place, session, requirements, verdict };
  return failure === undefined ? base : { ...base, failure: failureData(failure, rename) };
}

function failureData(failure: Failure, rename: Rename) {
  const { kind, message, expected, closest, difference, allowed } = failure;
  return {
    kind,
    message: rename(message),
    ...(expected === undefined ? {} : { expected: compactXml(expected, rename) }),
    ...(closest === undefined ? {} : { closest: compactXml(closest, rename) }),
    ...(difference === undefined ? {} : { difference: differenceData(difference, rename) }),
    ...(allowed === undefined ? {} : { allowed: allowed.map((pattern) => compactXml(pattern, rename)) }),
  };
}

function differenceData({ path, expected, actual }: Difference, rename: Rename) {
  return { path, expected: cut(rename(expected), MAX_VALUE), actual: cut(rename(actual), MAX_VALUE) };
}

function transcriptData(result: CaseResult, rename: Rename) {
  return result.transcript.map(({ atMs, session, direction, kind, stanza, text }) => ({
    atMs: Math.round(atMs),
    session,
    direction,
    kind,
    ...(stanza === undefined ? {} : { xml: compactXml(stanza, rename) }),
    ...(text === undefined ? {} : { text: rename(text) }),
  }));
}

/** JSON escapes only what it must; what a terminal would obey or hide is escaped here, too. */
function jsonText(data: unknown): string {
  const escapeUnits = (text: string) =>
    Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
  const text = JSON.stringify(data, undefined, 2);
  return `${text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapeUnits)}\n`;
}
