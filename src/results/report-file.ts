// A JSON report read back: what merge, diff and matrix use of it is checked, and keys of others are kept.

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Note } from '../model/note.ts';
import type { Reason } from '../model/reason.ts';
import { levels } from '../spec/requirements.ts';
import { escapeControls } from '../wording/escape-controls.ts';
import { UsageError } from '../wording/usage-error.ts';
import { OUTCOMES, VERDICTS } from './outcomes.ts';
import type { RunData } from './report-data.ts';

const outcome = z.enum(OUTCOMES);
const verdict = z.enum(VERDICTS);
const level = z.enum(levels);
const texts = z.array(z.string());
const place = z.looseObject({ file: z.string(), line: z.number(), col: z.number() });
const cell = z.looseObject({ table: z.string(), row: z.string(), column: z.string() });

const failure = z.looseObject({
  kind: z.enum(['missing', 'unexpected', 'differs', 'violates', 'limit', 'roster', 'state', 'features', 'passive']),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
  expected: z.string().exactOptional(),
  closest: z.string().exactOptional(),
  closestAt: z.number().exactOptional(),
  causeAt: z.number().exactOptional(),
  others: texts.exactOptional(),
  allowed: texts.exactOptional(),
});

const entry = z.looseObject({
  atMs: z.number(),
  session: z.string(),
  direction: z.enum(['sent', 'received', 'note']),
  kind: z.enum(['step', 'setup', 'fence', 'auto', 'ambient']),
  xml: z.string().exactOptional(),
  note: z.custom<Note>((value) => typeof value === 'object' && value !== null && 'kind' in value).exactOptional(),
});

const caseKeys = {
  id: z.string(),
  title: z.string(),
  titleZh: z.string().exactOptional(),
  section: z.string(),
  topology: z.enum(['local', 'remote']),
  cell: cell.exactOptional(),
  place,
};

const result = z.looseObject({
  ...caseKeys,
  outcome,
  requirements: z.array(z.looseObject({ id: z.string(), level, verdict })),
  citedRequirements: texts.exactOptional(),
  observed: texts,
  reason: z.string().exactOptional(),
  cause: z.custom<Reason>((value) => typeof value === 'object' && value !== null && 'kind' in value).exactOptional(),
  knownFailure: z.string().exactOptional(),
  durationMs: z.number(),
  lateStanzas: z.number(),
  passive: z.record(z.string(), z.number()).exactOptional(),
  checks: z.array(
    z.looseObject({ place, session: z.string(), requirements: texts, verdict, failure: failure.exactOptional() }),
  ),
  transcript: z.array(entry).exactOptional(),
  actors: z.array(z.looseObject({ name: z.string(), isRemote: z.boolean(), sessions: texts })).exactOptional(),
  jids: z.record(z.string(), z.string()).exactOptional(),
});

const summary = z.looseObject({
  cases: z.number(),
  passed: z.number(),
  failed: z.number(),
  warned: z.number(),
  skipped: z.number(),
  broken: z.number(),
  knownFailures: z.number(),
  checks: z.number(),
  lateStanzas: z.number(),
  expiredWaits: z.number(),
  durationMs: z.number(),
  waits: z.record(z.string(), z.looseObject({ count: z.number(), ms: z.number() })),
  cpu: z.looseObject({ testerMs: z.number(), serverMs: z.number() }).exactOptional(),
});

const reportSchema = z.looseObject({
  schema: z.literal(1),
  tool: z.looseObject({ name: z.string(), version: z.string() }),
  target: z.looseObject({
    name: z.string(),
    software: z.string(),
    version: z.string(),
    domain: z.string(),
    features: texts,
  }),
  spec: z.looseObject({ rfc: z.string(), ydt: z.string(), requirements: z.number() }),
  startedAt: z.iso.datetime(),
  rerun: texts.exactOptional(),
  shard: z.looseObject({ index: z.number(), count: z.number() }).exactOptional(),
  strict: z.boolean(),
  jobs: z.number(),
  summary,
  results: z.array(result),
  notRun: z.array(z.looseObject({ ...caseKeys, requirements: texts })).exactOptional(),
  staleBaseline: z.array(
    z.looseObject({ case: z.string(), requirement: z.string(), checks: texts, reason: z.string() }),
  ),
  unclaimedStanzas: texts,
}) satisfies z.ZodType<RunData>;

/** A report, and the file it is from. */
export interface ReportFile {
  readonly file: string;
  readonly report: RunData;
}

/** Reads the reports. Throws `UsageError` that names every file that is none. */
export function readReports(files: readonly string[]): readonly ReportFile[] {
  const read = files.map(readReport);
  const mistakes = read.filter((found) => typeof found === 'string');
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
  return read.filter((found) => typeof found !== 'string');
}

/** The report, or what is wrong with the file. */
function readReport(file: string): ReportFile | string {
  const expected = 'expected a report of --reporter json=FILE';
  try {
    const data: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const parsed = reportSchema.safeParse(data);
    if (parsed.success) return { file, report: parsed.data };
    return `${file}: ${expected}; ${whatElse(data) ?? firstIssue(parsed.error)}`;
  } catch (error) {
    return `${file}: ${expected}; ${unreadable(error)}`;
  }
}

/** What the whole is instead, where it is no report that this version reads. */
function whatElse(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return `got ${Array.isArray(data) ? 'a list' : data === null ? 'null' : `a ${typeof data}`}`;
  const { schema } = data as { schema?: unknown };
  if (typeof schema === 'number' && schema > 1)
    return `it has schema ${schema}, of a newer xmppspec, and this one reads schema 1; take the newer`;
  return schema === 1 ? undefined : 'it has no "schema": 1, so it is something else';
}

function firstIssue({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') ?? ''}: ${issue?.message.toLowerCase() ?? ''}`;
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'it may not be read',
};

/** On one line, whatever the file holds. */
function unreadable(error: unknown): string {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return UNREADABLE[code] ?? escapeControls(message);
}
