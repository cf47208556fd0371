// What shows of a client before the first case: its name, whether it answers pings, and how long it needs after its last answer.

import { performance } from 'node:perf_hooks';
import type { XmlElement } from '../model/xml.ts';
import { newId } from '../stanza/iq.ts';
import { domainOf } from '../stanza/jid.ts';
import { child, element, elements, NS, text } from '../stanza/xml.ts';
import { HELLO_MS, LEAST_LAG_MS, SILENT_MS, TRIALS } from './numbers.ts';
import type { ServedSession } from './served-session.ts';

/** What is known of a client. */
export interface ClientFacts {
  /** Name and version; empty: it says neither. */
  readonly software: string;
  readonly version: string;
  readonly does: readonly string[];
  readonly answersPings: boolean;
  /** By how much answers came after that of a later ping, in milliseconds. */
  readonly lagsMs: readonly number[];
}

interface ProbeOptions {
  /** Of each wait, in milliseconds. */
  readonly timeoutMs: number;
}

/** Looks at a client that has logged in. Rejects with a `ProblemError` where it leaves meanwhile. */
export async function probeClient(session: ServedSession, { timeoutMs }: ProbeOptions): Promise<ClientFacts> {
  await session.driver.greeting(HELLO_MS);
  await session.quiet(SILENT_MS / 5);
  const { name, version, does } = session.driver;
  const answersPings = await isAnswered(session, timeoutMs);
  const own = answersPings && name === '' ? await softwareOf(session) : { software: name, version };
  const lagsMs = answersPings ? await lagsOf(session) : [];
  session.drain();
  return { ...own, does, answersPings, lagsMs };
}

const iq = (session: ServedSession, payload: XmlElement): XmlElement =>
  element('iq', NS.client, { type: 'get', id: newId(), to: domainOf(session.jid) }, [payload]);

const PING = element('ping', NS.ping);

/** Whether it answers a ping at all: with a result, or with an error, as one that does not know them (RFC 6120 8.2.3). */
async function isAnswered(session: ServedSession, timeoutMs: number): Promise<boolean> {
  const answer = session.request(iq(session, PING), 'auto', timeoutMs);
  return answer.then(
    () => true,
    () => false,
  );
}

/** What it says of itself (XEP-0092). */
async function softwareOf(session: ServedSession): Promise<Pick<ClientFacts, 'software' | 'version'>> {
  const nothing = element('iq', NS.client);
  const asked = session.request(iq(session, element('query', NS.version)), 'auto', SILENT_MS);
  const query = child(await asked.catch(() => nothing), 'query', NS.version);
  const said = (name: string) => elements(query ?? nothing).flatMap((one) => (one.name === name ? [text(one)] : []))[0];
  return { software: said('name') ?? '', version: said('version') ?? '' };
}

/** A client with threads may answer a ping before what came first. */
async function lagsOf(session: ServedSession): Promise<readonly number[]> {
  const lags: number[] = [LEAST_LAG_MS];
  const arrival = async (payload: XmlElement) => {
    await session.request(iq(session, payload), 'auto', SILENT_MS);
    return performance.now();
  };
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const first = arrival(element('query', `urn:xmppspec:trial:${trial}`)).catch(() => undefined);
    const second = await arrival(PING).catch(() => undefined);
    const came = await first;
    if (came !== undefined && second !== undefined) lags.push(Math.max(LEAST_LAG_MS, came - second));
  }
  return lags;
}
