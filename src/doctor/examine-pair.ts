// The checks of the doctor for two servers: each alone, and pings from one to the other.

import { performance } from 'node:perf_hooks';
import { logIn, logOut } from '../lease/log-in.ts';
import type { Account, Session } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { newId } from '../stanza/iq.ts';
import { domainOf } from '../stanza/jid.ts';
import { child, element, elements, NS } from '../stanza/xml.ts';
import { isExpired } from '../wording/problems.ts';
import { checkAccounts, checkRemoval, checkSasl } from './account-checks.ts';
import {
  both,
  Checklist,
  type CheckResult,
  type ExaminedServer,
  NO_PREREQUISITE,
  type Prerequisite,
  type Tools,
} from './checklist.ts';
import { checkConnection } from './connection.ts';
import { checkLimits } from './limit-checks.ts';
import type { CheckPart, ReportedCheck, RouteObservation } from './reported-check.ts';
import { checkRoute } from './server-route.ts';
import { checkFeatures, checkFence } from './session-checks.ts';

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
 * value when pings of sessions are answered both ways. What fails is a failed check.
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

/**
 * Least time for the first stanza to another server, in milliseconds: servers look each other up, connect, and prove their
 * domains in both directions. Those that cannot answer say so themselves, mostly within 30 s.
 */
const FIRST_CONTACT_MS = 35_000;

/** Pings in one direction. */
interface Pings {
  readonly from: Prerequisite<Session>;
  readonly to: Prerequisite<Session>;
  /** The domain of the other server. */
  readonly domain: string;
  readonly timeoutMs: number;
}

/** Logs in for pings; an account of the user is only logged in to. */
function checkSession(list: Checklist, { server, timeoutMs }: Tools): Promise<Prerequisite<Session>> {
  return list.check('session', NO_PREREQUISITE, async (): Promise<CheckResult<Session>> => {
    const account = await accountOn(server);
    const began = performance.now();
    const session = await logIn(account, server.connect, { timeoutMs, discards: false });
    server.onClose(() => logOut(session, timeoutMs));
    const ms = Math.ceil(performance.now() - began);
    return { status: 'ok', seen: { kind: 'logged-in', jid: session.jid, ms }, value: session };
  });
}

async function accountOn(server: ExaminedServer): Promise<Account> {
  const [given] = server.provision.kind === 'fixed' ? server.provision.accounts : [];
  if (given !== undefined) return given;
  const loan = await server.accounts.lend('fresh');
  server.onClose(() => loan.giveBack());
  return loan.account;
}

/** Pings the other domain, then the session there, which answers. Has a value when its answer comes back. */
async function checkPings(list: Checklist, { from, to, domain, timeoutMs }: Pings): Promise<Prerequisite<true>> {
  const limitMs = Math.max(timeoutMs, FIRST_CONTACT_MS);
  const domainPing = await list.check('ping domain', from, (session) => pingDomain({ session, to: domain, limitMs }));
  const between = both(both(domainPing, from), to);
  return list.check('ping session', between, ([[, session], other]) =>
    pingSession({ session, to: other.jid, limitMs }, other),
  );
}

interface Ping {
  readonly session: Session;
  /** Domain or full JID. */
  readonly to: string;
  readonly limitMs: number;
}

/** Has a value unless the domain is out of reach. */
async function pingDomain(ping: Ping): Promise<CheckResult<true>> {
  const began = performance.now();
  try {
    const answer = await ping.session.request(requestOf(ping), 'setup', ping.limitMs);
    const found = judge(answer, ping.to, performance.now() - began);
    const isReached = found.kind === 'answered-across' || !OUT_OF_REACH.includes(found.condition);
    if (!isReached) return { status: 'failed', seen: found };
    // An error may come from either server; the ping of the session shows which.
    return { status: found.kind === 'answered-across' ? 'ok' : 'missing', seen: found, value: true };
  } catch (error) {
    if (!isExpired(error)) throw error;
    return { status: 'failed', seen: { kind: 'route-silent', to: ping.to, timeoutMs: ping.limitMs } };
  }
}

/** The other session answers by hand: sessions answer pings of their own server only. */
async function pingSession(ping: Ping, other: Session): Promise<CheckResult<true>> {
  await showPresence(other, ping);
  const request = requestOf(ping);
  const began = performance.now();
  const answering = answerOnce(other, String(request.attrs['id']), ping.limitMs);
  try {
    const answer = await ping.session.request(request, 'setup', ping.limitMs);
    const seen = judge(answer, ping.to, performance.now() - began);
    return seen.kind === 'answered-across' ? { status: 'ok', seen, value: true } : { status: 'failed', seen };
  } catch (error) {
    if (!isExpired(error)) throw error;
    const kind = (await answering) ? 'answer-lost' : 'route-silent';
    return { status: 'failed', seen: { kind, to: ping.to, timeoutMs: ping.limitMs } };
  }
}

/** A session gets requests of strangers only if it shows its presence to them (RFC 6121 8.5.3.1). */
async function showPresence(session: Session, { session: { jid: to }, limitMs }: Ping): Promise<void> {
  await session.send(element('presence', NS.client, { to }), 'setup');
  // When its own server answers, it has taken the presence.
  const ping = requestOf({ to: domainOf(session.jid) });
  await session.request(ping, 'setup', limitMs).catch(() => undefined);
}

const requestOf = ({ to }: Pick<Ping, 'to'>): XmlElement =>
  element('iq', NS.client, { type: 'get', id: newId(), to }, [element('ping', NS.ping)]);

/** Resolves with whether the request came. */
async function answerOnce(session: Session, id: string, limitMs: number): Promise<boolean> {
  const find = () => session.inbox.find(({ name, attrs }) => name === 'iq' && attrs['id'] === id);
  try {
    await session.arrival(() => find() !== undefined, limitMs);
    const from = find()?.attrs['from'];
    if (from === undefined) return false;
    await session.send(element('iq', NS.client, { type: 'result', id, to: from }), 'setup');
    return true;
  } catch {
    return false;
  }
}

/** Conditions by which the own server says that it does not reach the other one (RFC 6120 8.3.3.16, 8.3.3.17). */
const OUT_OF_REACH: readonly string[] = ['remote-server-not-found', 'remote-server-timeout'];

type Judged = Extract<RouteObservation, { readonly kind: 'answered-across' | 'refused-across' }>;

function judge(answer: XmlElement, to: string, ms: number): Judged {
  if (answer.attrs['type'] === 'result') return { kind: 'answered-across', to, ms };
  const error = child(answer, 'error', NS.client);
  const condition = error && elements(error).find(({ ns, name }) => ns === NS.stanzas && name !== 'text');
  return { kind: 'refused-across', to, ms, condition: condition?.name ?? '' };
}
