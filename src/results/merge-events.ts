// A JSON report told again as the events of its run, so that every other reporter can write it, too.

import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../model/case.ts';
import type { RunEvent } from '../model/event.ts';
import type { Failure } from '../model/failure.ts';
import type { Note } from '../model/note.ts';
import type { CaseResult, CheckResult } from '../model/result.ts';
import type { RunInfo } from '../model/run.ts';
import type { TranscriptEntry } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import type { Rename } from '../report/text/xml-text.ts';
import { escapeControls } from '../wording/escape-controls.ts';
import { mapTexts } from './map-texts.ts';
import {
  type ActorData,
  type CheckData,
  caseOf,
  type FailureData,
  type ResultData,
  type RunData,
  resultsOf,
} from './report-data.ts';

/** Makes an element of its text in a report, in the result of that case or among the unclaimedStanzas, and throws where it cannot. */
export type ReadStanza = (text: string, caseId?: string) => XmlElement;

/**
 * The events of the run, without the stanzas as they flowed. What the report left out is not there: the plays, and the
 * transcripts of cases that passed. Throws what `read` throws.
 */
export function eventsOf(data: RunData, read: ReadStanza): readonly RunEvent[] {
  const info = infoOf(data);
  const results = data.results.map((result) => resultOf(result, read));
  const cases = [...results.map((result) => result.case), ...(data.notRun ?? []).map(caseOf)];
  const unclaimedStanzas = data.unclaimedStanzas.map((text) => read(text));
  return [
    { type: 'run-started', info, cases },
    ...results.flatMap((result): readonly RunEvent[] => [
      { type: 'case-started', case: result.case },
      { type: 'case-finished', result },
    ]),
    {
      type: 'run-finished',
      info,
      cases,
      summary: data.summary,
      results,
      staleBaseline: data.staleBaseline,
      unclaimedStanzas,
    },
  ];
}

function infoOf({ tool, target, startedAt, strict, jobs, rerun }: RunData): RunInfo {
  return { tool, target, startedAt, strict, jobs, rerun: rerun ?? ['-t', target.name] };
}

/** What it takes to read the checks of a case. */
interface Reading {
  readonly data: ResultData;
  readonly transcript: readonly TranscriptEntry[];
  /** An element of its text, with the JIDs where their names stand. */
  element(text: string): XmlElement;
  /** The text with the JIDs where their names stand. */
  readonly unname: Rename;
  /** Checks of one place that expect the same expect one and the same thing. */
  readonly expected: Map<string, XmlElement>;
}

function resultOf(data: ResultData, read: ReadStanza): CaseResult {
  const unname = createUnname(data.jids ?? {});
  const element = (text: string) => changed(read(text, data.id), unname);
  const transcript = (data.transcript ?? []).map(({ xml, note, session, ...entry }) => ({
    ...entry,
    session: escapeControls(session),
    ...(xml !== undefined && { stanza: element(xml) }),
    ...(note !== undefined && { note: mapTexts(note, unname) as Note }),
  }));
  const reading = { data, transcript, element, unname, expected: new Map() };
  const [result] = resultsOf({ results: [data] });
  if (result === undefined) throw new Error('expected a result for each result of the report');
  return {
    ...result,
    case: { ...result.case, actors: (data.actors ?? []).map(actorOf) },
    checks: data.checks.map((check) => checkOf(check, reading)),
    transcript,
    jids: data.jids ?? {},
  };
}

/** How its sessions behave is not told. In a run authors give the names, and reporters trust them. */
function actorOf({ name, isRemote, sessions }: ActorData): Actor {
  const plan = { roster: false, answers: false, atStart: false };
  const told = sessions.map((ref) => ({ ...plan, ref: escapeControls(ref), resource: ref.slice(name.length + 1) }));
  return { name: escapeControls(name), account: '', isRemote, sessions: told };
}

/** Puts the JIDs back that a report has names for, so that reporters name them as they do in a run. */
function createUnname(jids: CaseResult['jids']): Rename {
  const known = new Map(Object.entries(jids).filter(([, jid]) => jid !== ''));
  return (value) => value.replace(/\$\{([^{}]*)\}/g, (placeholder, name: string) => known.get(name) ?? placeholder);
}

function changed(element: XmlElement, change: Rename): XmlElement {
  const attrs = Object.entries(element.attrs).map(([name, value]) => [name, change(value)]);
  const children = element.children.map((child) =>
    typeof child === 'string' ? blank(change(child)) : changed(child, change),
  );
  return { ...element, attrs: Object.fromEntries(attrs), children };
}

const BLANKS: Readonly<Record<string, string>> = { '\\n': '\n', '\\r': '\r', '\\t': '\t' };

/** The blanks between elements, which `escapeControls` wrote out. */
function blank(text: string): string {
  return /^(?:\\[nrt]|\s)*$/.test(text) ? text.replace(/\\[nrt]/g, (written) => BLANKS[written] ?? written) : text;
}

function checkOf({ failure: told, ...check }: CheckData, reading: Reading): CheckResult {
  if (told === undefined) return check;
  const cause = told.causeAt === undefined ? undefined : reading.transcript[told.causeAt];
  const failure = failureOf(told, check, reading);
  return { ...check, failure, cause };
}

function failureOf(told: FailureData, check: Omit<CheckData, 'failure'>, reading: Reading): Failure {
  const { kind, details, expected, closest, others, allowed } = told;
  const { element, unname } = reading;
  const failure = {
    ...(mapTexts(details, unname) as object),
    kind,
    ...(expected !== undefined && { expected: expectedOf(expected, check, reading) }),
    ...(closest !== undefined && { closest: closestOf(closest, told.closestAt, check, reading) }),
    ...(others !== undefined && { others: others.map(element) }),
    ...(allowed !== undefined && { allowed: allowed.map(element) }),
  };
  // Whoever wrote the report wrote the details of this kind of failure.
  return failure as Failure;
}

function expectedOf(text: string, { place }: Omit<CheckData, 'failure'>, reading: Reading): XmlElement {
  const key = `${place.line}:${place.col} ${text}`;
  const element = reading.expected.get(key) ?? reading.element(text);
  reading.expected.set(key, element);
  return element;
}

/** The element of the transcript itself, by which reporters know what a failure is about; older reports do not tell where. */
function closestOf(
  text: string,
  at: number | undefined,
  { session }: Omit<CheckData, 'failure'>,
  { element, transcript }: Reading,
): XmlElement {
  const closest = element(text);
  const received = transcript.filter(({ direction }) => direction === 'received');
  const own = received.filter((entry) => entry.session === session);
  const entries = at === undefined ? [...received, ...own].reverse() : transcript.slice(at, at + 1);
  for (const { stanza } of entries) {
    const found = stanza === undefined ? undefined : within(stanza, closest);
    if (found !== undefined) return found;
  }
  return closest;
}

/** The element that is like this one, or is in it and is. */
function within(outer: XmlElement, wanted: XmlElement): XmlElement | undefined {
  if (isDeepStrictEqual(outer, wanted)) return outer;
  for (const child of outer.children) {
    const found = typeof child === 'string' ? undefined : within(child, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}
