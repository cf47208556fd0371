// The checks of a second server, and of the ways between both.

import type { Session } from '../model/session.ts';
import { checkAccounts, checkRemoval, checkSasl } from './accounts.ts';
import { both, Checklist, type Prerequisite } from './checklist.ts';
import { checkConnection } from './connection.ts';
import { checkLimits } from './limits.ts';
import { checkPings, checkSession } from './pings.ts';
import type { CheckPart, ReportedCheck } from './reported-check.ts';
import { checkRoute } from './server-route.ts';
import { checkFeatures, checkFence } from './session.ts';
import type { ExaminedServer, Tools } from './tools.ts';

interface PairRequest {
  readonly server: ExaminedServer;
  readonly peer: ExaminedServer;
  /** Bounds each wait, in milliseconds. */
  readonly timeoutMs: number;
  /** Stops the examination: further checks are not tried. */
  readonly signal: AbortSignal;
  /** Called with each reported check as soon as it is known. */
  readonly onCheck: (check: ReportedCheck) => void;
}

/**
 * Examines the peer as a server, then each way between the two. Sessions and accounts are closed with the servers. Has a
 * value when pings of sessions are answered both ways.
 */
export async function examinePair(request: PairRequest): Promise<Prerequisite<true>> {
  const { server, peer, timeoutMs, signal, onCheck } = request;
  const listOf = (part: CheckPart) => new Checklist(signal, (check) => onCheck({ part, ...check }));
  const toPeer = listOf('to peer');
  await examinePeer(listOf('peer'), { server: peer, timeoutMs }, signal);
  const here = await checkSession(toPeer, { server, timeoutMs });
  const there = await checkSession(toPeer, { server: peer, timeoutMs });
  const forth = await checkWay(toPeer, { from: server, to: peer, session: here, other: there, timeoutMs, signal });
  const back = { from: peer, to: server, session: there, other: here, timeoutMs, signal };
  const { value, failedCheck } = both(forth, await checkWay(listOf('from peer'), back));
  return { value: value && true, failedCheck };
}

async function examinePeer(list: Checklist, tools: Tools, signal: AbortSignal): Promise<void> {
  const { address } = tools.server.target;
  const connection = await checkConnection(list, { address, timeoutMs: tools.timeoutMs, signal });
  const access = await checkAccounts(list, tools, await checkSasl(list, tools, connection));
  const { login } = access;
  const capabilities = await checkFeatures(list, tools, login);
  const fence = await checkFence(list, tools, login);
  await checkLimits(list, tools, { login: both(login, fence), software: capabilities.value?.software ?? '' });
  await checkRemoval(list, tools, access);
}

/** One of the two directions. */
interface Way extends Pick<PairRequest, 'timeoutMs' | 'signal'> {
  readonly from: ExaminedServer;
  readonly to: ExaminedServer;
  /** On the first server, and on the other one. */
  readonly session: Prerequisite<Session>;
  readonly other: Prerequisite<Session>;
}

async function checkWay(list: Checklist, way: Way): Promise<Prerequisite<true>> {
  const { from, to, session, other, timeoutMs, signal } = way;
  const { domain, ca } = to.target.address;
  const answered = to.target.s2s;
  await checkRoute(list, { domain, from: from.target.address.domain, ca, answered, timeoutMs, signal });
  return checkPings(list, { from: session, to: other, domain, timeoutMs });
}
