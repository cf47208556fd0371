// The JSON report: what json.ts writes, and merge, diff and matrix read back. Others parse it: keys may be added, not renamed.

import type { Actor, Case } from '../model/case.ts';
import type { Failure } from '../model/failure.ts';
import type { Reason } from '../model/reason.ts';
import type { CaseResult, CheckResult, KnownFailure } from '../model/result.ts';
import type { RunInfo, Summary } from '../model/run.ts';
import type { TranscriptEntry } from '../model/session.ts';
import type { Requirement } from '../model/standard.ts';
import { type Coverage, coverage, decidedByResults, heldInResults } from './coverage.ts';
import { type FeatureReport, featureReports } from './feature-report.ts';
import { type Latitude, latitudeOf } from './latitude.ts';

/** What happened. JIDs are named by who has them, stanzas are text. */
export interface RunData {
  readonly schema: 1;
  readonly tool: RunInfo['tool'];
  readonly target: RunInfo['target'];
  readonly spec: { readonly rfc: string; readonly ydt: string; readonly requirements: number };
  readonly startedAt: string;
  /** See `RunInfo.rerun`; absent in reports of older versions, as all that is optional here may be. */
  readonly rerun?: readonly string[];
  /** Which part of the selected cases ran; absent: all of them. */
  readonly shard?: { readonly index: number; readonly count: number };
  readonly strict: boolean;
  readonly jobs: number;
  readonly summary: Summary;
  readonly results: readonly ResultData[];
  /** Cases selected that did not run, as the run was stopped before; absent: none. */
  readonly notRun?: readonly CaseData[];
  readonly staleBaseline: readonly KnownFailure[];
  readonly unclaimedStanzas: readonly string[];
}

/** What follows from the results. */
interface CountedData {
  readonly coverage: Pick<Coverage, 'observable' | 'checked' | 'passive'>;
  readonly features: readonly FeatureReport[];
  readonly latitude: readonly Latitude[];
}

export interface ReportData extends RunData, CountedData {}

type FromCase = Pick<Case, 'id' | 'title' | 'titleZh' | 'section' | 'topology' | 'cell' | 'place'>;

export interface CaseData extends FromCase {
  readonly requirements: readonly string[];
}

type FromResult = Pick<CaseResult, 'outcome' | 'requirements' | 'observed' | 'durationMs' | 'lateStanzas'>;

export interface ResultData extends FromCase, FromResult {
  /** The reason in English. */
  readonly reason?: string;
  /** The reason as data. */
  readonly cause?: Reason;
  readonly knownFailure?: string;
  /** Ids of the requirements that the case was to decide, where these are not the ones that it decided. */
  readonly citedRequirements?: readonly string[];
  /** How many elements each passive requirement was held against; absent: none. */
  readonly passive?: CaseResult['passive'];
  readonly checks: readonly CheckData[];
  /** Of cases that did not pass. */
  readonly transcript?: readonly TranscriptData[];
  /** Beside a transcript: who takes part, in the order of the scenario, and the JIDs behind the names. */
  readonly actors?: readonly ActorData[];
  readonly jids?: CaseResult['jids'];
}

export interface ActorData extends Pick<Actor, 'name' | 'isRemote'> {
  readonly sessions: readonly string[];
}

export interface CheckData extends Omit<CheckResult, 'failure' | 'cause'> {
  readonly failure?: FailureData;
}

/** The fields of a failure, stanzas as text. */
export interface FailureData {
  readonly kind: Failure['kind'];
  /** The failure in English. */
  readonly message: string;
  /** The fields of this kind of failure that hold no stanza. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly expected?: string;
  readonly closest?: string;
  /** Which entry of the transcript, from 0, is or holds `closest`; absent: none. */
  readonly closestAt?: number;
  /** The last entry of the transcript, from 0, that was caused before the check; absent: not known. */
  readonly causeAt?: number;
  readonly others?: readonly string[];
  readonly allowed?: readonly string[];
}

export interface TranscriptData extends Omit<TranscriptEntry, 'stanza'> {
  readonly xml?: string;
}

/** Counts what a report tells besides the results themselves. */
export function countedData(
  results: readonly CaseResult[],
  target: RunInfo['target'],
  requirements: ReadonlyMap<string, Requirement>,
): CountedData {
  const decided = coverage(requirements, decidedByResults(results), heldInResults(results));
  const { observable, checked, passive } = decided;
  return {
    coverage: { observable, checked, passive },
    features: featureReports({ info: { target }, results }, requirements).features,
    latitude: latitudeOf(results),
  };
}

/** The results as they were, without what a report leaves out or has as text: plays, stanzas and transcripts. */
export function resultsOf({ results }: Pick<RunData, 'results'>): readonly CaseResult[] {
  return results.map((data) => {
    const {
      id,
      title,
      titleZh,
      section,
      topology,
      place,
      cell,
      citedRequirements,
      passive,
      checks,
      transcript,
      actors,
      reason: _,
      cause,
      ...result
    } = data;
    const requirements = citedRequirements ?? data.requirements.map((requirement) => requirement.id);
    return {
      ...result,
      reason: cause,
      case: caseOf({
        ...{ id, title, section, topology, place, requirements },
        ...(titleZh !== undefined && { titleZh }),
        ...(cell !== undefined && { cell }),
      }),
      checks: checks.map(checkOf),
      passive: passive ?? {},
      transcript: [],
      jids: {},
    };
  });
}

/** The case without its play. */
export function caseOf(told: CaseData): Case {
  return { ...told, actors: [], needs: [], steps: [] };
}

function checkOf({ failure, ...check }: CheckData): CheckResult {
  if (failure === undefined) return check;
  // Whoever wrote the report wrote the details of this kind of failure.
  return { ...check, failure: { kind: failure.kind, allowed: [], ...failure.details } as unknown as Failure };
}
