// Limits of the server that a run would meet: on registrations, subscriptions, bytes, sizes and streams.

import { onSession } from '../accounts/log-in.ts';
import type { ServerLimit } from '../model/server-limit.ts';
import type { Account, Session } from '../model/session.ts';
import { type OnAnother, probeLimits, probeSize } from '../run/limits/probe-limits.ts';
import { limitedServer } from '../run/limits/server-limits.ts';
import type { OpenStream } from '../xmpp/connect.ts';
import type { Login } from './accounts.ts';
import type { Checklist, CheckResult, Prerequisite } from './checklist.ts';
import type { ReportedCheck } from './reported-check.ts';
import type { Tools } from './tools.ts';

/** A run has 16 cases at once, of two or three sessions each. */
const STREAMS = 32;

/**
 * Makes a second account, where accounts are made, and looks for limits in a session of it. Accounts of the user are only
 * logged in to. Has a value unless no second account can be had: then no run can be had either.
 */
export async function checkLimits(
  list: Checklist,
  tools: Tools,
  { login, software }: { readonly login: Prerequisite<readonly [Login, true]>; readonly software: string },
): Promise<Prerequisite<true>> {
  const { domain } = tools.server.target.address;
  const looked = await list.check('limits', login, async ([{ account }]): Promise<CheckResult<Limits>> => {
    const sessionLimits = await onSecondAccount(tools, account, (on) =>
      on((session) => look(session, tools, { domain, onAnother: on })),
    );
    const value = [...sessionLimits, ...(await streamLimit(tools))];
    const [first, ...others] = value.map((limit): Omit<ReportedCheck, 'name'> => limitFinding(limit, software));
    if (first === undefined) return { status: 'ok', seen: { kind: 'no-limit-met' }, value: { others: [] } };
    return { ...first, value: { others } };
  });
  for (const check of looked.value?.others ?? []) list.note({ name: 'limits', ...check });
  return { value: looked.value && true, failedCheck: looked.failedCheck };
}

/** The limits beyond the first, which is the reported check of the check. */
interface Limits {
  readonly others: readonly Omit<ReportedCheck, 'name'>[];
}

const limitFinding = (limit: ServerLimit, software: string): Omit<ReportedCheck, 'name'> => ({
  status: 'missing',
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
async function streamLimit({ server, timeoutMs }: Tools): Promise<readonly ServerLimit[]> {
  const open = () => server.openStream(server.target.address, { timeoutMs });
  const opened = await Promise.allSettled(Array.from({ length: STREAMS }, open));
  const streams = opened.flatMap((result): OpenStream[] => (result.status === 'fulfilled' ? [result.value] : []));
  // In the background: the other checks do not depend on it.
  for (const stream of streams) void stream.close();
  return streams.length === STREAMS ? [] : [{ kind: 'streams' }];
}
