// What a session sees of the server: software and features, its clock, and whether a fence holds.

import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Language } from '../model/event.ts';
import type { Session } from '../model/session.ts';
import type { Capabilities } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { child, element, elements, NS, text } from '../stanza/xml.ts';
import { DISCOVERED_FEATURES, discoverCapabilities } from '../target/discover-capabilities.ts';
import type { Login } from './accounts.ts';
import type { Checked, Seen, Sheet } from './checklist.ts';
import type { Tools } from './tools.ts';
import { SIGHT } from './words.ts';

const TIME = 'urn:xmpp:time';
const DELAY = 'urn:xmpp:delay';

/** XEP-0202 and XEP-0203 stamps may leave out fractions (XEP-0082 3.2), so up to a second tells nothing. */
const RESOLUTION_S = 1;

/** Beyond this, stamps mislead whoever compares them with the time in reports. */
const TOLERABLE_SKEW_S = 60;

/** Software, version and features, as a run discovers them. The value is what cases may count on. */
export async function checkFeatures(sheet: Sheet, tools: Tools, login: Checked<Login>): Promise<Checked<Capabilities>> {
  const { target, connect } = tools.server;
  const found = await sheet.check('software', login, async ({ account }): Promise<Seen<Capabilities>> => {
    const lend = async () => ({ account, giveBack: async () => undefined });
    const value = await discoverCapabilities(target, { connect, lend, timeoutMs: tools.timeoutMs });
    const told = `${value.software} ${value.version}`.trim();
    return told === ''
      ? { status: 'missing', text: SIGHT[sheet.lang].unnamed, value }
      : { status: 'ok', text: told, value };
  });
  const features = found.value?.features;
  if (features !== undefined) noteFeatures(sheet, features);
  return found;
}

function noteFeatures(sheet: Sheet, found: readonly string[]): void {
  const words = SIGHT[sheet.lang];
  for (const name of DISCOVERED_FEATURES) {
    const isOffered = found.includes(name);
    sheet.note({ name, status: isOffered ? 'ok' : 'missing', text: isOffered ? words.offered : words.notOffered });
  }
  for (const name of found.filter((feature) => feature.startsWith('account:'))) {
    sheet.note({ name, status: 'ok', text: words.named });
  }
}

/** Whether the server answers pings, on which every fence rests. */
export function checkFence(sheet: Sheet, { server, timeoutMs }: Tools, login: Checked<Login>) {
  return sheet.check('fence', login, async ({ session }): Promise<Seen<true>> => {
    const ms = await ping(session, server.target.address.domain, timeoutMs);
    return { status: 'ok', text: SIGHT[sheet.lang].pong(ms.toFixed(1)), value: true };
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
  const { lang } = sheet;
  return sheet.check('clock', fence, async ([login]): Promise<Seen<true>> => {
    const domain = tools.server.target.address.domain;
    const beganMs = Date.now();
    const judge = (stamp: string, source: string) => judgeClock({ stamp, source, beganMs }, lang);
    const answer = await ask(login.session, element('time', TIME), domain, tools.timeoutMs);
    const time = child(answer, 'time', TIME);
    const utc = time && child(time, 'utc', TIME);
    if (utc !== undefined) return judge(text(utc), 'XEP-0202');
    // What is kept for an account of the user's own is not ours to fetch.
    const stamp = login.isLent ? await stampOf(login, domain, tools.timeoutMs) : undefined;
    if (stamp !== undefined) return judge(stamp, 'XEP-0203');
    return { status: 'missing', text: SIGHT[lang].noClock, value: true };
  });
}

/** What a server says of its clock, and where; `stamp` is from between `beganMs` and now. */
interface ClockReading {
  readonly stamp: string;
  readonly source: string;
  readonly beganMs: number;
}

function judgeClock({ stamp, source, beganMs }: ClockReading, lang: Language): Seen<true> {
  const words = SIGHT[lang];
  const atMs = Date.parse(stamp);
  if (Number.isNaN(atMs)) return { status: 'missing', text: words.noTime(stamp, source), value: true };
  const skewS = (Math.max(0, atMs - Date.now()) + Math.min(0, atMs - beganMs)) / 1000;
  const awayS = Math.abs(skewS);
  if (awayS <= RESOLUTION_S) return { status: 'ok', text: words.agrees(RESOLUTION_S, source), value: true };
  const text = (skewS > 0 ? words.ahead : words.behind)(awayS.toFixed(0), source);
  return { status: 'ok', text, ...(awayS > TOLERABLE_SKEW_S ? { remedy: words.setClocks } : {}), value: true };
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
  const kept = session.drain().find(({ name, attrs }) => name === 'message' && attrs['id'] === id);
  const delay = kept && elements(kept).find(({ name, ns }) => name === 'delay' && ns === DELAY);
  return delay?.attrs['stamp'];
}
