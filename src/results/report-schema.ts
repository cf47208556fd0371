// The JSON report: its one definition. `encode` makes what is written, `decode` reads it back. Other programs parse
// reports: keys may be added, not renamed.

import { z } from 'zod';
import type { Case, TableCell } from '../model/case.ts';
import type { Place } from '../model/place.ts';
import type { CheckResult, KnownBroken, KnownFailure, RequirementVerdict } from '../model/result.ts';
import type { MeasuredOrder, RunInfo, Summary } from '../model/run.ts';
import type { TrafficModule, TranscriptEntry } from '../model/session.ts';
import { levels } from '../spec/requirements.ts';
import { escapeControls } from '../wording/escape-controls.ts';
import { expectation } from '../wording/file-mistakes.ts';
import { coverageSchema, featureSchema, latitudeSchema } from './counted-schema.ts';
import { aloneSchema, blameSchema, failureSchema, limitsSchema, noteSchema, reasonSchema } from './data-schema.ts';
import { OUTCOMES, VERDICTS } from './outcomes.ts';
import { ownRequirementsSchema } from './own-requirements.ts';
import { list, texts } from './report-schema-parts.ts';
import { xml } from './report-xml.ts';

/** A name that a scenario gives; reports show it as it is. */
const name = z.string().refine((text) => escapeControls(text) === text, expectation('plainName'));

const place = z.object({ file: z.string(), line: z.number(), col: z.number() }) satisfies z.ZodType<Place>;
const cell = z.object({ table: z.string(), row: z.string(), column: z.string() }) satisfies z.ZodType<TableCell>;

const requirementVerdict = z.object({
  id: z.string(),
  level: z.enum(levels),
  verdict: z.enum(VERDICTS),
  /** The ruling of spec/rulings.yaml by which a requirement that was not met warns; absent: none. */
  ruling: z.string().optional(),
}) satisfies z.ZodType<RequirementVerdict>;

const TRAFFIC_MODULES = [
  'announcement',
  'disco',
  'last',
  'muc',
  'pep',
  'ping',
  'time',
  'vcard',
  'version',
] as const satisfies readonly TrafficModule[];
const trafficModule = z.enum(TRAFFIC_MODULES);

const transcriptEntry = z.object({
  atMs: z.number(),
  session: name,
  direction: z.enum(['sent', 'received', 'note']),
  kind: z.enum(['step', 'setup', 'fence', 'auto', 'ambient', 'unexplained']),
  module: trafficModule.optional(),
  stanza: xml.optional(),
  note: noteSchema.optional(),
}) satisfies z.ZodType<TranscriptEntry>;

const check = z.object({
  place,
  session: z.string(),
  requirements: texts,
  verdict: z.enum(VERDICTS),
  failure: failureSchema.optional(),
  /** The requirements of the check that rulings of spec/rulings.yaml dispute: they warn at any level. Absent: none. */
  disputed: list(z.object({ requirement: z.string(), ruling: z.string() })).optional(),
  /** Absent: the case is not federated. */
  blame: blameSchema.optional(),
  /** The reason in the baseline for which it is excused; absent: it is not, or the whole case is. */
  knownFailure: z.string().optional(),
  /** The failure in English. */
  message: z.string().optional(),
  /** The place of `failure.closest`: an entry of the transcript, and the indexes of children that lead to it; from 0. */
  closestAt: z.object({ entry: z.number(), path: list(z.number()) }).optional(),
  /** The last entry of the transcript, from 0, that was caused before the check; absent: not known. */
  causeAt: z.number().optional(),
}) satisfies z.ZodType<CheckResult>;

const caseKeys = {
  id: z.string(),
  title: z.string(),
  titleZh: z.string().optional(),
  section: z.string(),
  topology: z.enum(['local', 'remote', 'federated']),
  cell: cell.optional(),
  place,
};

const caseSchema = z.object({ ...caseKeys, requirements: texts }) satisfies z.ZodType<Partial<Case>>;

export const resultSchema = z.object({
  ...caseKeys,
  outcome: z.enum(OUTCOMES),
  requirements: list(requirementVerdict),
  /** Ids of the requirements that the case cites, where these are not the ones that it decided. */
  citedRequirements: texts.optional(),
  observed: texts,
  /** Why the case was skipped or is broken, in English, and as data. */
  reason: z.string().optional(),
  cause: reasonSchema.optional(),
  knownFailure: z.string().optional(),
  /** The outcome of each look, where the case was looked at again. */
  looks: list(z.enum(OUTCOMES)).optional(),
  durationMs: z.number(),
  lateStanzas: z.number(),
  /** Stanzas that no expectation names and no rule forbids; absent: none. */
  unexplained: list(z.object({ session: name, stanza: xml, count: z.number() })).optional(),
  /** Stanzas that modules of the server sent on their own; absent: none. */
  moduleTraffic: z.partialRecord(trafficModule, z.number()).optional(),
  /** IQ results and errors that answer automatic answers of sessions; absent: none. */
  answeredAnswers: z.number().optional(),
  /** How many elements each passive requirement was checked on. */
  passive: z.record(z.string(), z.number()),
  /** The same row on each server of the pair alone; absent: no report of one server was given. */
  alone: list(aloneSchema).optional(),
  checks: list(check),
  checksLeftOut: z.number().optional(),
  /** The rest is written for cases that did not pass. */
  transcript: list(transcriptEntry).optional(),
  /** Who takes part, in the order of the scenario. */
  actors: list(
    z.object({
      name,
      /** See `Actor.account`; absent in reports of earlier versions. */
      account: name.optional(),
      isRemote: z.boolean(),
      isPeer: z.boolean().optional(),
      sessions: list(name),
    }),
  ).optional(),
  /** The subscription state established before the first step; absent: none. */
  given: z.object({ user: name, contact: name, state: name }).optional(),
  /** The JIDs of actors and sessions. */
  jids: z.record(z.string(), z.string()).optional(),
});

const summary = z.object({
  cases: z.number(),
  passed: z.number(),
  failed: z.number(),
  warned: z.number(),
  skipped: z.number(),
  broken: z.number(),
  knownFailures: z.number(),
  /** Skipped cases by the level of what the server lacks: something mandatory, something recommended. Absent: none. */
  lacking: z.object({ must: z.number(), should: z.number() }).optional(),
  /** Stanzas that no expectation names and no rule forbids, and the cases that saw some. Absent: none. */
  unexplained: z.object({ stanzas: z.number(), cases: z.number() }).optional(),
  checks: z.number(),
  lateStanzas: z.number(),
  unlistedStanzas: z.number().optional(),
  expiredWaits: z.number(),
  componentLosses: z.object({ count: z.number(), cases: texts }).optional(),
  looks: z.object({ again: z.number(), changed: z.number(), leftOut: z.number(), ms: z.number() }).optional(),
  durationMs: z.number(),
  repetitions: z.object({ asked: z.number(), made: z.number() }).optional(),
  waits: z.record(z.string(), z.object({ count: z.number(), ms: z.number() })),
  cpu: z.object({ testerMs: z.number(), serverMs: z.number() }).optional(),
}) satisfies z.ZodType<Summary>;

const staleFailure = z.object({
  case: z.string(),
  requirement: z.string(),
  checks: texts,
  reason: z.string(),
  varies: z.boolean().optional(),
  expired: z.string().optional(),
}) satisfies z.ZodType<KnownFailure>;

const staleBroken = z.object({
  case: z.string(),
  cause: z.string(),
  reason: z.string(),
  varies: z.boolean().optional(),
  expired: z.string().optional(),
}) satisfies z.ZodType<KnownBroken>;

const orderSchema = z.object({
  kind: z.enum(['strict', 'relaxed', 'unmeasured']),
  largestLagMs: z.number(),
  settleMs: z.number(),
  rounds: z.number(),
  trials: z.number(),
  late: z.number(),
  unmeasured: list(z.enum(['message', 'presence', 'push', 'subscription', 'remote'])),
}) satisfies z.ZodType<MeasuredOrder>;

/** See `Software`. */
const software = {
  software: z.string(),
  version: z.string(),
  os: z.string().optional(),
  package: z.string().optional(),
};

/** A run: its parameters, its results, and what follows from them. */
export const reportSchema = z.object({
  schema: z.literal(1),
  tool: z.object({ name: z.string(), version: z.string() }),
  target: z.object({ name: z.string(), ...software, domain: z.string(), features: texts }) satisfies z.ZodType<
    RunInfo['target']
  >,
  /** See `RunInfo.peer`. */
  peer: z.object({ name: z.string(), ...software, domain: z.string() }).optional(),
  spec: z.object({ rfc: z.string(), ydt: z.string(), requirements: z.number() }),
  startedAt: z.iso.datetime(expectation('time')),
  /** See `RunInfo.rerun`. */
  rerun: texts,
  shard: z.object({ index: z.number(), count: z.number() }).optional(),
  strict: z.boolean(),
  /** See `RunInfo.failOnSkipped`. */
  failOnSkipped: z.boolean().optional(),
  jobs: z.number(),
  order: orderSchema.optional(),
  limits: limitsSchema.optional(),
  summary,
  ownRequirements: ownRequirementsSchema,
  results: list(resultSchema),
  /** Results that lack their transcript because the report had no room left; absent: none. */
  transcriptsLeftOut: z.number().optional(),
  /** Cases selected that did not run, because the run was stopped; absent: none. */
  notRun: list(caseSchema).optional(),
  coverage: coverageSchema,
  features: list(featureSchema),
  latitude: list(latitudeSchema),
  staleBaseline: list(z.union([staleFailure, staleBroken])),
  unclaimedStanzas: list(xml),
  /** Stanzas that no rule forbids: each kind once, with the case that it was seen in first. */
  unexplainedTraffic: list(z.object({ stanza: xml, session: name, case: z.string(), count: z.number() })).optional(),
  /** Stanzas that modules of the server sent on their own, by module. */
  moduleTraffic: z.partialRecord(trafficModule, z.number()).optional(),
  /** Cases in which the server answered automatic answers (RFC 6120 8.2.3); absent: none. */
  casesWithAnsweredAnswers: z.number().optional(),
});

/** A report as the program has it: elements in place of their text. */
export type Report = z.output<typeof reportSchema>;

/** A report whose results can be read once, in their order. */
export interface StreamedReport extends Omit<Report, 'results'> {
  readonly results: Iterable<ReportedResult>;
}

/** A report as it is in the file. */
export type ReportData = z.input<typeof reportSchema>;

export type ReportedCase = z.output<typeof caseSchema>;
export type ReportedResult = z.output<typeof resultSchema>;
export type ReportedCheck = z.output<typeof check>;
