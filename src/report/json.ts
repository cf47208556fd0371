// The JSON report. Others parse it: keys may be added, not renamed.

import { isDeepStrictEqual } from 'node:util';
import type { Case } from '../model/case.ts';
import type { Reporter, ReporterSetup, RunFinished } from '../model/event.ts';
import type { Note } from '../model/note.ts';
import type { Reason } from '../model/reason.ts';
import type { CaseResult, CheckResult } from '../model/result.ts';
import type { XmlElement } from '../model/xml.ts';
import { mapTexts } from '../results/map-texts.ts';
import {
  type ActorData,
  type CaseData,
  type CheckData,
  countedData,
  type FailureData,
  type ReportData,
  type ResultData,
  type TranscriptData,
} from '../results/report-data.ts';
import { cut, MAX_VALUE } from '../wording/escape-controls.ts';
import { failureText } from '../wording/failures.ts';
import { reasonText } from '../wording/reasons.ts';
import { causeOf } from './failure/cause-of.ts';
import { isAbout } from './failure/failed-check.ts';
import { createRename } from './text/names.ts';
import { compactXml, type Rename } from './text/xml-text.ts';

/** Writes one JSON document when the run is finished. Transcripts are of cases that did not pass. */
export function createJsonReporter(setup: ReporterSetup): Reporter {
  return {
    on(event) {
      if (event.type === 'run-finished') setup.write(jsonText(reportData(event, setup)));
    },
  };
}

function reportData(event: RunFinished, setup: ReporterSetup): ReportData {
  const { info, cases, summary, results, staleBaseline, unclaimedStanzas } = event;
  const ran = new Set(results.map((result) => result.case.id));
  const notRun = cases.filter(({ id }) => !ran.has(id));
  return {
    schema: 1,
    tool: info.tool,
    target: info.target,
    spec: { rfc: 'RFC 6121', ydt: 'YD/T 2936-2015', requirements: setup.requirements.size },
    startedAt: info.startedAt,
    rerun: info.rerun,
    ...(info.shard === undefined ? {} : { shard: info.shard }),
    strict: info.strict,
    jobs: info.jobs,
    summary,
    results: results.map(resultData),
    ...(notRun.length === 0 ? {} : { notRun: notRun.map(caseData) }),
    ...countedData(results, info.target, setup.requirements),
    staleBaseline,
    unclaimedStanzas: unclaimedStanzas.map((stanza) => compactXml(stanza, (text) => text)),
  };
}

function caseData({ id, title, titleZh, section, topology, place, cell, requirements }: Case): CaseData {
  const chinese = titleZh === undefined ? {} : { titleZh };
  return { id, title, ...chinese, section, topology, ...(cell === undefined ? {} : { cell }), requirements, place };
}

function resultData(result: CaseResult): ResultData {
  const { id, title, titleZh, section, topology, place, cell, requirements: citedRequirements } = result.case;
  const rename = createRename(result.jids);
  const decided = result.requirements.map((requirement) => requirement.id);
  return {
    id,
    title,
    ...(titleZh === undefined ? {} : { titleZh }),
    section,
    topology,
    ...(cell === undefined ? {} : { cell }),
    outcome: result.outcome,
    requirements: result.requirements,
    ...(isDeepStrictEqual(citedRequirements, decided) ? {} : { citedRequirements }),
    observed: result.observed,
    ...(result.reason === undefined ? {} : reasonData(result.reason)),
    durationMs: Math.round(result.durationMs),
    place,
    lateStanzas: result.lateStanzas,
    ...(result.knownFailure === undefined ? {} : { knownFailure: result.knownFailure }),
    passive: result.passive,
    checks: result.checks.map((check) => checkData(check, result, rename)),
    ...(result.outcome === 'passed' ? {} : { transcript: transcriptData(result, rename) }),
    ...(result.outcome === 'passed' || result.transcript.length === 0 ? {} : namesData(result)),
  };
}

function namesData({ case: { actors }, jids }: CaseResult): Pick<ResultData, 'actors' | 'jids'> {
  const sessionsOf = ({ name, isRemote, sessions }: (typeof actors)[number]): ActorData => ({
    ...{ name, isRemote },
    sessions: sessions.map(({ ref }) => ref),
  });
  return { actors: actors.map(sessionsOf), jids };
}

function checkData(check: CheckResult, result: CaseResult, rename: Rename): CheckData {
  const { place, session, requirements, verdict } = check;
  const failure = failureData(check, result, rename);
  return { place, session, requirements, verdict, ...(failure === undefined ? {} : { failure }) };
}

function failureData(check: CheckResult, result: CaseResult, rename: Rename): FailureData | undefined {
  if (check.failure === undefined) return undefined;
  const { kind, expected, closest, others, ...rest } = check.failure;
  const { allowed, ...details }: { allowed?: readonly XmlElement[]; [key: string]: unknown } = rest;
  const xml = (stanza: XmlElement) => compactXml(stanza, rename);
  const { transcript } = result;
  const cause = causeOf(check, result);
  const closestAt = transcript.findIndex((entry) => isAbout(check, entry));
  const causeAt = cause === undefined ? -1 : transcript.indexOf(cause);
  return {
    kind,
    message: rename(failureText(check.failure, check.session, 'en')),
    details: mapTexts(details, (text) => cut(rename(text), MAX_VALUE)) as Record<string, unknown>,
    ...(expected === undefined ? {} : { expected: xml(expected) }),
    ...(closest === undefined ? {} : { closest: xml(closest) }),
    ...(closestAt < 0 ? {} : { closestAt }),
    ...(causeAt < 0 ? {} : { causeAt }),
    ...(others === undefined ? {} : { others: others.map(xml) }),
    ...(allowed === undefined ? {} : { allowed: allowed.map(xml) }),
  };
}

/** The reason as a sentence, for those who read, and as data, for those who count. */
function reasonData(cause: Reason): Pick<ResultData, 'reason' | 'cause'> {
  return { reason: reasonText(cause, 'en'), cause };
}

function transcriptData(result: CaseResult, rename: Rename): readonly TranscriptData[] {
  return result.transcript.map(({ atMs, session, direction, kind, stanza, note }) => ({
    atMs: Math.round(atMs),
    session,
    direction,
    kind,
    ...(stanza === undefined ? {} : { xml: compactXml(stanza, rename) }),
    ...(note === undefined ? {} : { note: mapTexts(note, rename) as Note }),
  }));
}

/** A report as text. JSON escapes only what it must; what a terminal would obey or hide is escaped here, too. */
export function jsonText(data: unknown): string {
  const escapeUnits = (text: string) =>
    Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
  const text = JSON.stringify(data, undefined, 2);
  return `${text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapeUnits)}\n`;
}
