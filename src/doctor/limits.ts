// Limits of the server that a run would meet: on registrations, subscriptions, bytes, sizes and streams.

import { onSession } from '../accounts/log-in.ts';
import type { ServerLimit } from '../model/server-limit.ts';
import type { Account, Session } from '../model/session.ts';
import { type OnAnother, probeLimits, probeSize } from '../run/limits/probe-limits.ts';
import { limitedServer } from '../run/limits/server-limits.ts';
import type { Login } from './accounts.ts';
import type { Checklist, CheckResult, Prerequisite } from './checklist.ts';
import type { ReportedCheck } from './reported-check.ts';
import { findStreamLimit, STREAMS } from './streams.ts';
import type { Tools } from './tools.ts';

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
