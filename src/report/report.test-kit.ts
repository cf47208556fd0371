// Hand-made results for the tests of reports.

import type { Case } from '../model/case.ts';
import type { Reporter, ReporterSetup, RunFinished } from '../model/event.ts';
import type { Failure } from '../model/failure.ts';
import type { Note } from '../model/note.ts';
import type { Reason } from '../model/reason.ts';
import type { CaseResult, CheckResult, KnownFailure } from '../model/result.ts';
import type { RunInfo } from '../model/run.ts';
import type { CaseTranscript, TranscriptEntry } from '../model/session.ts';
import { countOutcomes } from '../results/outcomes.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { parseXml } from '../stanza/xml.ts';

export const requirements = loadRequirements();

export const place = { file: 'scenarios/rfc6121/2.3/set-refused.yaml', line: 12, col: 9 };

export const info: RunInfo = {
  tool: { name: 'xmppspec', version: '0.1.0' },
  target: { name: 'prosody', software: 'Prosody', version: '0.12.3', domain: 'localhost', features: ['roster-get'] },
  startedAt: '2025-01-02T03:04:05.000Z',
  rerun: ['-t', 'prosody'],
  strict: false,
  jobs: 8,
};

export function makeCase(id: string, changes: Partial<Case> = {}): Case {
  const section = id.split('/')[1] ?? '2.3';
  return {
    id,
    title: 'A roster set is refused',
    section,
    topology: 'local',
    place,
    actors: [],
    needs: [],
    steps: [],
    requirements: ['rfc6121-2.3.3-c'],
    ...changes,
  };
}

/** Parts of a result; the transcript may be a list. */
interface Changes extends Partial<Omit<CaseResult, 'transcript'>> {
  readonly transcript?: readonly TranscriptEntry[] | CaseTranscript;
}

export function makeResult(id: string, { transcript = [], ...changes }: Changes = {}): CaseResult {
  return {
    case: makeCase(id),
    outcome: 'passed',
    checks: [],
    requirements: [],
    observed: [],
    passive: {},
    transcript: 'length' in transcript ? { entries: transcript } : transcript,
    jids: {},
    durationMs: 12.4,
    lateStanzas: 0,
    ...changes,
  };
}

/** A result of the variant `[two-items]`, `[two-items,remote]`, … of one scenario, with these choices. */
export function variantResult(variant: string, observed: readonly string[], changes: Changes = {}) {
  const id = `rfc6121/2.3.3/own${variant}`;
  const topology = /[[,]remote\]$/.test(id) ? 'remote' : 'local';
  return makeResult(id, {
    case: makeCase(id, { topology, title: `A set is refused: ${variant}` }),
    observed,
    ...changes,
  });
}

function deliveryResult(row: string, column: string, changes: Changes): CaseResult {
  const id = `rfc6121/8.5/delivery[${row},${column}]`;
  return makeResult(id, { case: makeCase(id, { cell: { table: 'delivery-table', row, column } }), ...changes });
}

/** Results of some cells of the delivery table, with every outcome but `skipped`. */
export const deliveryResults: readonly CaseResult[] = [
  deliveryResult('no-account/bare', 'normal', { observed: ['E'] }),
  deliveryResult('negative-only/bare', 'groupchat', { observed: ['S'], outcome: 'failed' }),
  deliveryResult('several-non-negative/bare', 'chat', { observed: ['M (balcony)'] }),
  deliveryResult('several-non-negative/bare', 'chat', { observed: ['A'], outcome: 'warned' }),
  deliveryResult('several-non-negative/bare', 'unknown', { outcome: 'broken' }),
];

export function entry(changes: Partial<TranscriptEntry>): TranscriptEntry {
  return { atMs: 0, session: 'juliet/balcony', direction: 'received', kind: 'step', ...changes };
}

const JIDS = { juliet: 'juliet-k3@localhost', 'juliet/balcony': 'juliet-k3@localhost/balcony' };

const ping = parseXml('<iq type="get" id="fence-1.k3" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>');

/** A case in which the server accepted what it must refuse. */
export function failedResult(id = 'rfc6121/2.3/set-refused[two-items]'): CaseResult {
  const answer = parseXml(`<iq type="result" id="bad.k3" to="${JIDS['juliet/balcony']}"/>`);
  const set = '<query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/><item jid="mother@localhost"/></query>';
  const check: CheckResult = {
    place,
    session: 'juliet/balcony',
    requirements: ['rfc6121-2.3.3-c'],
    verdict: 'failed',
    failure: {
      kind: 'missing',
      isOutOfOrder: false,
      expected: parseXml(
        '<iq type="error" id="bad.k3"><error><bad-request xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>',
      ),
      closest: answer,
      difference: {
        path: 'iq@type',
        expected: { kind: 'value', value: 'error' },
        actual: { kind: 'value', value: 'result' },
      },
    },
  };
  return makeResult(id, {
    outcome: 'failed',
    checks: [check],
    requirements: [{ id: 'rfc6121-2.3.3-c', level: 'MUST', verdict: 'failed' }],
    jids: JIDS,
    transcript: [
      entry({ direction: 'note', kind: 'setup', note: { kind: 'connected', jid: JIDS['juliet/balcony'] } }),
      entry({ atMs: 3, direction: 'sent', kind: 'setup', stanza: parseXml('<presence/>') }),
      entry({ atMs: 12.2, direction: 'sent', stanza: parseXml(`<iq type="set" id="bad.k3">${set}</iq>`) }),
      entry({ atMs: 12.4, direction: 'sent', kind: 'fence', stanza: ping }),
      entry({ atMs: 13.1, stanza: answer }),
      entry({ atMs: 13.9, kind: 'fence', stanza: parseXml('<iq type="result" id="fence-1.k3"/>') }),
    ],
  });
}

/** Cases that each break a rule of its own, by another stanza that is missing. */
export function distinctFailures(count: number): readonly CaseResult[] {
  return Array.from({ length: count }, (_, at) => {
    const id = `rfc6121-2.${at}-a`;
    const result = failedResult(`rfc6121/2.3/many[${at}]`);
    const requirements = [{ id, level: 'MUST', verdict: 'failed' }] as const;
    const failure: Failure = {
      kind: 'missing',
      isOutOfOrder: false,
      expected: parseXml(`<iq type="set"><payload-${at} xmlns="urn:example"/></iq>`),
    };
    const checks = result.checks.map((check) => (check.failure ? { ...check, requirements: [id], failure } : check));
    return { ...result, requirements, checks };
  });
}

/** A case in which the server did not meet a requirement that ruling R1 disputes. */
export function disputedResult(id = 'rfc6121/2.3/disputed'): CaseResult {
  const ruling = 'R1';
  const result = failedResult(id);
  return {
    ...result,
    outcome: 'warned',
    requirements: result.requirements.map((one) => ({ ...one, verdict: 'warned', ruling })),
    checks: result.checks.map((check) => {
      const disputed = check.requirements.map((requirement) => ({ requirement, ruling }));
      return { ...check, verdict: 'warned', disputed };
    }),
  };
}

/** A broken case. */
export function brokenResult(
  id: string,
  reason = 'fence lost: ping of juliet/balcony: no answer within 5 s',
): CaseResult {
  return makeResult(id, { outcome: 'broken', reason: becauseOf(reason) });
}

/** A reason with exactly this text in both languages. */
export function becauseOf(message: string): Reason {
  return { kind: 'no-accounts', cause: { kind: 'other', message } };
}

/** A note with exactly this text in both languages. */
export function noteOf(message: string): Note {
  return { kind: 'ended', cause: { kind: 'other', message } };
}

/** The end of a run with these results. */
export function runFinished(results: readonly CaseResult[], stale: readonly KnownFailure[] = []): RunFinished {
  const summary = {
    cases: results.length,
    ...countOutcomes(results),
    knownFailures: results.filter((result) => result.knownFailure !== undefined).length,
    checks: results.flatMap((result) => result.checks).length,
    lateStanzas: 0,
    expiredWaits: 1,
    durationMs: 1234,
    waits: {},
  };
  return {
    type: 'run-finished',
    info,
    cases: results.map((result) => result.case),
    summary,
    results,
    staleBaseline: stale,
    unclaimedStanzas: [],
  };
}

export interface RunDetails {
  readonly info?: RunInfo;
  readonly setup?: Partial<ReporterSetup>;
  readonly cases?: readonly Case[];
  readonly stale?: readonly KnownFailure[];
  /** What the summary counts otherwise. */
  readonly summary?: Partial<RunFinished['summary']>;
}

/** The output of a reporter for these results, finished in this order. */
export function written(
  make: (setup: ReporterSetup) => Reporter,
  results: readonly CaseResult[],
  { setup, info: runInfo = info, cases = results.map((result) => result.case), stale = [], summary }: RunDetails = {},
): string {
  const texts: string[] = [];
  const base = { requirements, lang: 'en' as const, color: false, terminal: false, trace: false };
  const reporter = make({ ...base, write: (text) => texts.push(text), ...setup });
  reporter.on({ type: 'run-started', info: runInfo, cases });
  for (const result of results) reporter.on({ type: 'case-finished', result });
  const finished = runFinished(results, stale);
  reporter.on({ ...finished, summary: { ...finished.summary, ...summary }, info: runInfo, cases });
  return texts.join('');
}
