// Limits of the server that the doctor finds: also whether it lets a run open as many streams as it does.

import { onSession } from '../lease/log-in.ts';
import type { Problem } from '../model/problem.ts';
import type { ServerLimit } from '../model/server-limit.ts';
import type { Account, Session } from '../model/session.ts';
import { type OnAnother, probeLimits, probeSize } from '../run/limits/probe-limits.ts';
import { isLimitError, limitedServer } from '../run/limits/server-limits.ts';
import { problemOf } from '../wording/problems.ts';
import type { OpenStream } from '../xmpp/connect.ts';
import type { Login } from './account-checks.ts';
import type { Checklist, CheckResult, Prerequisite, Tools } from './checklist.ts';
import type { ReportedCheck } from './reported-check.ts';

/**
 * Makes a second account, where accounts are made, and looks for limits in a session of it. Accounts of the user are only
 * logged in to. Has a value unless no second account can be had: then no run can be had either. What fails is a failed check.
 */
export async function checkLimits(
  list: Checklist,
  tools: Tools,
  { login, software }: { readonly login: Prerequisite<readonly [Login, true]>; readonly software: string },
): Promise<Prerequisite<true>> {
  const { domain } = tools.server.target.address;
  const looked = await list.check('limits', login, async ([{ account }]): Promise<CheckResult<Others>> => {
    const sessionLimits = await onSecondAccount(tools, account, (on) =>
      on((session) => look(session, tools, { domain, onAnother: on })),
    );
    const { isLimited, failed } = await streamsOf(tools);
    const limits: readonly ServerLimit[] = isLimited ? [...sessionLimits, { kind: 'streams' }] : sessionLimits;
    const findings = limits.map((limit) => limitFinding(limit, software));
    const [first = NO_LIMIT, ...others] = findings;
    return { ...first, value: { others: [...others, ...failed] } };
  });
  for (const check of looked.value?.others ?? []) list.note({ name: 'limits', ...check });
  return { value: looked.value && true, failedCheck: looked.failedCheck };
}

type Finding = Omit<ReportedCheck, 'name'>;

/** What is reported after the first finding: further limits, and streams that did not open. */
interface Others {
  readonly others: readonly Finding[];
}

const NO_LIMIT: Finding = { status: 'ok', seen: { kind: 'no-limit-met' } };

const limitFinding = (limit: ServerLimit, software: string): Finding => ({
  status: 'limit',
  seen: { kind: 'limit-met', limit, server: limitedServer(software) },
});

async function onSecondAccount<T>(tools: Tools, first: Account, use: (on: OnAnother) => Promise<T>): Promise<T> {
  const { server, timeoutMs } = tools;
  const loan = server.provision.kind === 'fixed' ? undefined : await server.accounts.lend('fresh');
  const account = loan?.account ?? first;
  try {
    return await use((work) => onSession(account, { connect: server.connect, timeoutMs }, work));
  } finally {
    await loan?.giveBack();
  }
}

/** A server that reads slowly would take half a minute for the largest stanza. */
async function look(
  session: Session,
  { timeoutMs }: Tools,
  server: { readonly domain: string; readonly onAnother: OnAnother },
): Promise<readonly ServerLimit[]> {
  const probing = { ...server, session, timeoutMs };
  const found = await probeLimits(probing);
  return found.some(({ kind }) => kind === 'byte-rate') ? found : [...found, ...(await probeSize(probing))];
}

/** Opens as many streams at once as a run does. */
async function streamsOf({ server, timeoutMs }: Tools) {
  const { isLimited, failed } = await findStreamLimit(() => server.openStream(server.target.address, { timeoutMs }));
  const findings = failed.map(
    (some): Finding => ({ status: 'limit', seen: { kind: 'streams-failed', of: STREAMS, ...some } }),
  );
  return { isLimited, failed: findings };
}

/** A run has 16 cases at once, of two or three sessions each. */
export const STREAMS = 32;

/** Failures of one manner that may be chance: Vysper 0.7 sends an ill-formed start in 0.5 % of its streams under TLS. */
const BY_CHANCE = 2;

/** Streams that did not open in the first attempt, all in the same manner. */
interface FailedStreams {
  readonly count: number;
  /** That of the first one. */
  readonly problem: Problem;
}

/** The result of opening streams at once. */
interface StreamsFound {
  readonly isLimited: boolean;
  readonly failed: readonly FailedStreams[];
}

/**
 * Opens `STREAMS` streams at once. The server limits them if it says so, if it fails more in the same manner than chance
 * explains, or if one that failed fails again.
 */
export async function findStreamLimit(open: () => Promise<OpenStream>): Promise<StreamsFound> {
  const opened: OpenStream[] = [];
  const openAll = async (count: number): Promise<readonly Problem[]> => {
    const results = await Promise.allSettled(Array.from({ length: count }, open));
    for (const result of results) if (result.status === 'fulfilled') opened.push(result.value);
    return results.flatMap((result) => (result.status === 'rejected' ? [problemOf(result.reason)] : []));
  };
  const problems = await openAll(STREAMS);
  const failed = byManner(problems);
  const isClear = problems.some(isLimitError) || failed.some(({ count }) => count > BY_CHANCE);
  // The other streams stay open until then: a limit on their number is met again.
  const isLimited = isClear || (await openAll(problems.length)).length > 0;
  // In the background: the other checks do not depend on it.
  for (const stream of opened) void stream.close();
  return { isLimited, failed };
}

function byManner(problems: readonly Problem[]): readonly FailedStreams[] {
  const groups = new Map<string, FailedStreams>();
  for (const problem of problems) {
    const manner = mannerOf(problem);
    const { count, problem: first } = groups.get(manner) ?? { count: 0, problem };
    groups.set(manner, { count: count + 1, problem: first });
  }
  return [...groups.values()];
}

/** A connection that the server ends shows as an end or as a reset, depending on what this side was sending. */
const CUTS: readonly Problem['kind'][] = ['connection-broken-off', 'connection-closed-by-server', 'connection-lost'];

/** What broke a stream, without the phase, and without texts that differ from stream to stream. */
function mannerOf(problem: Problem): string {
  if ('cause' in problem) return mannerOf(problem.cause);
  const { kind } = problem;
  if (CUTS.includes(kind)) return 'cut';
  return kind === 'stream-error' ? `${kind} ${problem.condition}` : kind;
}
