// The JSON report. Others parse it: keys may be added, not renamed.

import type { CaseResult, CheckResult, Difference, Failure, Reporter, ReporterSetup, RunEvent } from '../model.ts';
import { createRename } from './names.ts';
import {
  type CheckData,
  countedData,
  type FailureData,
  type ReportData,
  type ResultData,
  type TranscriptData,
} from './report-data.ts';
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

function reportData(event: RunFinished, setup: ReporterSetup): ReportData {
  const { info, summary, results, stale, strays } = event;
  return {
    schema: 1,
    tool: info.tool,
    target: info.target,
    spec: { rfc: 'RFC 6121', ydt: 'YD/T 2936-2015', requirements: setup.requirements.size },
    startedAt: info.startedAt,
    ...(info.shard === undefined ? {} : { shard: info.shard }),
    strict: info.strict,
    jobs: info.jobs,
    summary,
    results: results.map(resultData),
    ...countedData(results, info.target, setup.requirements),
    stale,
    strays: strays.map((stanza) => compactXml(stanza, (text) => text)),
  };
}

function resultData(result: CaseResult): ResultData {
  const { id, title, section, topology, place, cell } = result.case;
  const rename = createRename(result.jids);
  const isUndecided = result.outcome === 'skipped' || result.outcome === 'broken';
  return {
    id,
    title,
    section,
    topology,
    ...(cell === undefined ? {} : { cell }),
    outcome: result.outcome,
    requirements: result.requirements,
    ...(isUndecided ? { cites: result.case.requirements } : {}),
    observed: result.observed,
    ...(result.reason === undefined ? {} : { reason: result.reason }),
    durationMs: Math.round(result.durationMs),
    place,
    late: result.late,
    ...(result.excused === undefined ? {} : { excused: result.excused }),
    passive: result.passive,
    checks: result.checks.map((check) => checkData(check, rename)),
    ...(result.outcome === 'passed' ? {} : { transcript: transcriptData(result, rename) }),
  };
}

function checkData(check: CheckResult, rename: Rename): CheckData {
  const { place, session, requirements, verdict, failure } = check;
  const base = { place, session, requirements, verdict };
  return failure === undefined ? base : { ...base, failure: failureData(failure, rename) };
}

function failureData(failure: Failure, rename: Rename): FailureData {
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

function transcriptData(result: CaseResult, rename: Rename): readonly TranscriptData[] {
  return result.transcript.map(({ atMs, session, direction, kind, stanza, text }) => ({
    atMs: Math.round(atMs),
    session,
    direction,
    kind,
    ...(stanza === undefined ? {} : { xml: compactXml(stanza, rename) }),
    ...(text === undefined ? {} : { text: rename(text) }),
  }));
}

/** A report as text. JSON escapes only what it must; what a terminal would obey or hide is escaped here, too. */
export function jsonText(data: unknown): string {
  const escapeUnits = (text: string) =>
    Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
  const text = JSON.stringify(data, undefined, 2);
  return `${text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapeUnits)}\n`;
}
