// What a session sees of the server: software and features, its clock, and whether it answers pings.

import { performance } from 'node:perf_hooks';
import type { Session } from '../model/session.ts';
import type { Capabilities } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { newId } from '../stanza/iq.ts';
import { child, element, elements, NS, text } from '../stanza/xml.ts';
import { askCapabilities, DISCOVERED_FEATURES, type Wanted } from '../target/discover-capabilities.ts';
import type { Login } from './account-checks.ts';
import type { Checklist, CheckResult, Prerequisite, Tools } from './checklist.ts';

/** XEP-0202 and XEP-0203 stamps may leave out fractions (XEP-0082 3.2), so differences up to a second mean nothing. */
const RESOLUTION_S = 1;

/** Beyond this, stamps mislead a reader who compares them with the times in reports. */
const TOLERABLE_SKEW_S = 60;

/** Software, version and features, as a run discovers them; `wanted` among them. The value is what cases may count on. What fails is a failed check. */
export async function checkFeatures(
  list: Checklist,
  { server, timeoutMs }: Tools,
  login: Prerequisite<Login>,
  wanted: Wanted = [],
): Promise<Prerequisite<Capabilities>> {
  const found = await list.check('software', login, async ({ session }): Promise<CheckResult<Capabilities>> => {
    const value = await askCapabilities(server.target, session, { timeoutMs, wanted });
    const { software, version } = value;
    if (`${software}${version}`.trim() === '') return { status: 'missing', seen: { kind: 'software-unnamed' }, value };
    return { status: 'ok', seen: { kind: 'software', software, version }, value };
  });
  if (found.value !== undefined) noteFeatures(list, found.value.features, wanted);
  return found;
}

function noteFeatures(list: Checklist, found: readonly string[], wanted: Wanted): void {
  for (const name of [...DISCOVERED_FEATURES, ...wanted]) {
    if (found.includes(name)) list.note({ name, status: 'ok', seen: { kind: 'feature-offered' } });
    else list.note({ name, status: 'missing', seen: { kind: 'feature-not-offered' } });
  }
  for (const name of found.filter((feature) => feature.startsWith('account:'))) {
    list.note({ name, status: 'ok', seen: { kind: 'account-configured' } });
  }
}

/** Whether the server answers pings: a run fences with them. */
export function checkFence(list: Checklist, { server, timeoutMs }: Tools, login: Prerequisite<Login>) {
  return list.check('fence', login, async ({ session }): Promise<CheckResult<true>> => {
    const ms = await ping(session, server.target.address.domain, timeoutMs);
    return { status: 'ok', seen: { kind: 'ping-answered', ms }, value: true };
  });
}

/** Pings an address and resolves with the time in milliseconds; an error is an answer, too. Rejects without an answer. */
export async function ping(session: Session, to: string, timeoutMs: number): Promise<number> {
  const began = performance.now();
  await ask(session, { payload: element('ping', NS.ping), to, timeoutMs });
  return performance.now() - began;
}

interface Question {
  readonly payload: XmlElement;
  readonly to: string;
  readonly timeoutMs: number;
}

function ask(session: Session, { payload, to, timeoutMs }: Question): Promise<XmlElement> {
  const iq = element('iq', NS.client, { type: 'get', id: newId(), to }, [payload]);
  return session.request(iq, 'setup', timeoutMs);
}

/** Compares the clock of the server with ours, by its answer (XEP-0202) or by the stamp of a stored message (XEP-0203). */
export function checkClock(list: Checklist, tools: Tools, fence: Prerequisite<readonly [Login, true]>) {
  return list.check('clock', fence, async ([login]): Promise<CheckResult<true>> => {
    const to = tools.server.target.address.domain;
    const { timeoutMs } = tools;
    const beganMs = Date.now();
    const answer = await ask(login.session, { payload: element('time', NS.time), to, timeoutMs });
    const time = child(answer, 'time', NS.time);
    const utc = time && child(time, 'utc', NS.time);
    if (utc !== undefined) return judgeClock({ stamp: text(utc), source: 'XEP-0202', beganMs });
    // The messages stored for an account of the user are not ours to fetch.
    const stamp = login.isLent ? await stampOf(login, to, timeoutMs) : undefined;
    if (stamp !== undefined) return judgeClock({ stamp, source: 'XEP-0203', beganMs });
    return { status: 'missing', seen: { kind: 'clock-not-shown' }, value: true };
  });
}

/** A time that the server gave between `beganMs` and now. */
interface ClockReading {
  readonly stamp: string;
  readonly source: string;
  readonly beganMs: number;
}

function judgeClock({ stamp, source, beganMs }: ClockReading): CheckResult<true> {
  const atMs = Date.parse(stamp);
  if (Number.isNaN(atMs)) return { status: 'missing', seen: { kind: 'clock-unreadable', stamp, source }, value: true };
  const byS = (Math.max(0, atMs - Date.now()) + Math.min(0, atMs - beganMs)) / 1000;
  if (Math.abs(byS) <= RESOLUTION_S) {
    return { status: 'ok', seen: { kind: 'clock-agrees', withinS: RESOLUTION_S, source }, value: true };
  }
  const isTolerable = Math.abs(byS) <= TOLERABLE_SKEW_S;
  return { status: 'ok', seen: { kind: 'clock-differs', byS, isTolerable, source }, value: true };
}

/** Sends a message to an account that is not available yet, becomes available, and reads the stamp of the message. */
async function stampOf({ session, account }: Login, domain: string, timeoutMs: number): Promise<string | undefined> {
  const id = newId();
  const body = element('body', NS.client, {}, ['xmppspec doctor compares clocks']);
  await session.send(element('message', NS.client, { type: 'chat', id, to: account.jid }, [body]), 'setup');
  await ping(session, domain, timeoutMs);
  await session.send(element('presence', NS.client), 'setup');
  // Twice: what the server finishes before it answers the first ping arrives before the answer to the second.
  await ping(session, domain, timeoutMs);
  await ping(session, domain, timeoutMs);
  const kept = session.drain().find(({ name, attrs }) => name === 'message' && attrs['id'] === id);
  const delay = kept && elements(kept).find(({ name, ns }) => name === 'delay' && ns === NS.delay);
  return delay?.attrs['stamp'];
}
