// What a session sees of the server: software and features, its clock, and whether a fence holds.

import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Capabilities, Session, XmlElement } from '../model.ts';
import { child, element, elements, NS, text } from '../stanza/xml.ts';
import { PROBED_FEATURES, probe } from '../target/probe.ts';
import type { Login, Tools } from './doctor-accounts.ts';
import type { Checked, Seen, Sheet } from './doctor-sheet.ts';

const TIME = 'urn:xmpp:time';
const DELAY = 'urn:xmpp:delay';

/** XEP-0202 and XEP-0203 stamps may leave out fractions (XEP-0082 3.2), so up to a second tells nothing. */
const RESOLUTION_S = 1;

/** Beyond this, stamps mislead whoever compares them with the time in reports. */
const TOLERABLE_SKEW_S = 60;

/** Software, version and features, by the probe that a run makes. The value is what cases may count on. */
export async function checkFeatures(sheet: Sheet, tools: Tools, login: Checked<Login>): Promise<Checked<Capabilities>> {
  const { target, connect } = tools.ground;
  const found = await sheet.check('software', login, async ({ account }): Promise<Seen<Capabilities>> => {
    const lend = async () => ({ account, giveBack: async () => undefined });
    const value = await probe(target, { connect, lend, timeoutMs: tools.timeoutMs });
    const told = `${value.software} ${value.version}`.trim();
    return told === ''
      ? { status: 'missing', text: 'the server does not tell (XEP-0092)', value }
      : { status: 'ok', text: told, value };
  });
  const features = found.value?.features;
  if (features !== undefined) noteFeatures(sheet, features);
  return found;
}

function noteFeatures(sheet: Sheet, found: readonly string[]): void {
  for (const name of PROBED_FEATURES) {
    const isOffered = found.includes(name);
    sheet.note({ name, status: isOffered ? 'ok' : 'missing', text: isOffered ? 'offered' : 'not offered' });
  }
  for (const name of found.filter((feature) => feature.startsWith('account:'))) {
    sheet.note({ name, status: 'ok', text: 'the target names it' });
  }
}

/** Whether the server answers pings, on which every fence rests. */
export function checkFence(sheet: Sheet, { ground, timeoutMs }: Tools, login: Checked<Login>) {
  return sheet.check('fence', login, async ({ session }): Promise<Seen<true>> => {
    const ms = await ping(session, ground.target.address.domain, timeoutMs);
    return { status: 'ok', text: `a ping comes back after ${ms.toFixed(1)} ms`, value: true };
  });
}

/** Pings an address and measures in milliseconds; an error is an answer, too. Rejects when none comes. */
export async function ping(session: Session, to: string, timeoutMs: number): Promise<number> {
  const began = performance.now();
  await ask(session, element('ping', NS.ping), to, timeoutMs);
  return performance.now() - began;
}

function ask(session: Session, payload: XmlElement, to: string, timeoutMs: number): Promise<XmlElement> {
  const iq = element('iq', NS.client, { type: 'get', id: randomUUID(), to }, [payload]);
  return session.request(iq, 'setup', timeoutMs);
}

/** The server's clock compared with ours: by its answer, or by the stamp it puts on a message that it kept. */
export function checkClock(sheet: Sheet, tools: Tools, fence: Checked<readonly [Login, true]>) {
  return sheet.check('clock', fence, async ([login]): Promise<Seen<true>> => {
    const domain = tools.ground.target.address.domain;
    const beganMs = Date.now();
    const answer = await ask(login.session, element('time', TIME), domain, tools.timeoutMs);
    const time = child(answer, 'time', TIME);
    const utc = time && child(time, 'utc', TIME);
    if (utc !== undefined) return judgeClock(text(utc), beganMs, 'XEP-0202');
    // What is kept for an account of the user's own is not ours to fetch.
    const stamp = login.isLent ? await stampOf(login, domain, tools.timeoutMs) : undefined;
    if (stamp !== undefined) return judgeClock(stamp, beganMs, 'XEP-0203');
    return { status: 'missing', text: 'not told: the server does not answer XEP-0202', value: true };
  });
}

/** The stamp is from between `beganMs` and now. */
function judgeClock(stamp: string, beganMs: number, source: string): Seen<true> {
  const atMs = Date.parse(stamp);
  if (Number.isNaN(atMs))
    return { status: 'missing', text: `not told: "${stamp}" is no time (${source})`, value: true };
  const skewS = (Math.max(0, atMs - Date.now()) + Math.min(0, atMs - beganMs)) / 1000;
  const agrees = `agrees with ours to within ${RESOLUTION_S} s (${source})`;
  if (Math.abs(skewS) <= RESOLUTION_S) return { status: 'ok', text: agrees, value: true };
  const told = `${Math.abs(skewS).toFixed(0)} s ${skewS > 0 ? 'ahead of' : 'behind'} ours (${source})`;
  const remedy = 'set the clocks of both machines by the same source';
  return { status: 'ok', text: told, ...(Math.abs(skewS) > TOLERABLE_SKEW_S ? { remedy } : {}), value: true };
}

/** Sends a message to an account that is not available yet, becomes available, and reads the stamp it comes with. */
async function stampOf({ session, account }: Login, domain: string, timeoutMs: number): Promise<string | undefined> {
  const id = randomUUID();
  const body = element('body', NS.client, {}, ['xmppspec doctor compares clocks']);
  await session.send(element('message', NS.client, { type: 'chat', id, to: account.jid }, [body]), 'setup');
  await ping(session, domain, timeoutMs);
  await session.send(element('presence', NS.client), 'setup');
  // Twice: what the first ping makes the server finish, the second one comes after.
  await ping(session, domain, timeoutMs);
  await ping(session, domain, timeoutMs);
  const kept = session.take().find(({ name, attrs }) => name === 'message' && attrs['id'] === id);
  const delay = kept && elements(kept).find(({ name, ns }) => name === 'delay' && ns === DELAY);
  return delay?.attrs['stamp'];
}
