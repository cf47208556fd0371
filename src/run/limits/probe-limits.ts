// Before the first case: does the server limit what one stream may send? A server without limits answers within milliseconds.

import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { ServerLimit } from '../../model/server-limit.ts';
import type { Session } from '../../model/session.ts';
import { errorCondition, iqRequest } from '../../stanza/iq.ts';
import { element, NS } from '../../stanza/xml.ts';
import { isExpired } from '../../wording/problems.ts';
import { isLimitError } from './server-limits.ts';

/**
 * Subscription stanzas of one kind that one stream sends: ejabberd's mod_pres_counter allows 5 by default, and no shipped
 * case sends more than these in one session.
 */
const SUBSCRIPTIONS = 12;

/** Conditions of the errors that answer the stanzas beyond the limit. ejabberd answers `not-acceptable`. */
const REFUSALS: readonly (string | undefined)[] = [
  'not-acceptable',
  'not-allowed',
  'policy-violation',
  'resource-constraint',
];

/** Every server must accept a stanza of 10,000 bytes (RFC 6120 13.12). */
const STANZA_BYTES = 8_000;

/** The longest stanza of the shipped scenarios has 64 KiB of text. */
const LARGEST_BYTES = 66_000;

/** ejabberd's shaper in Debian lets the first 20,000 bytes pass. */
const STANZAS = 3;

/** prosody in Debian reads these in 400 ms, ejabberd in 1.3 s. */
const SECOND_BYTES = 4_000;

/** Milliseconds. A server without a limit reads 24,000 bytes in a few, a busy one in tens. */
const SLOW_MS = 250;

/** A busy server delays every answer. A limit delays 4,000 bytes at least this many times as much as a ping of 150. */
const BUSY = 4;

/** Sessions that must be slow, too: a connection alone may be bad, and what is taken for a limit slows the whole run. */
const WITNESSES = 2;

interface Probing {
  readonly session: Session;
  readonly domain: string;
  readonly timeoutMs: number;
}

/** Uses a further session of the account, and ends it. */
export type OnAnother = <T>(use: (session: Session) => Promise<T>) => Promise<T>;

interface Witnesses {
  readonly onAnother: OnAnother;
}

/**
 * Looks for limits in a session of the run's own. `session` keeps what arrives. What is sent changes no state of its
 * account (RFC 6121 A.2.2). A limit of the rate is one only where further sessions show it, too. Never rejects: a server
 * that answers no pings shows no limit.
 */
export async function probeLimits(probing: Probing & Witnesses): Promise<readonly ServerLimit[]> {
  const found: ServerLimit[] = [];
  for (const probe of [probeSubscriptions, probeSharedRate]) {
    try {
      found.push(...(await probe(probing)));
    } catch {
      break;
    }
  }
  return found;
}

/** Sends `unsubscribed` to an address that has no account: errors after the first ones show a limit. */
async function probeSubscriptions({ session, domain, timeoutMs }: Probing): Promise<readonly ServerLimit[]> {
  const absent = `xmppspec-absent-${randomUUID()}@${domain}`;
  const id = (index: number) => `limit-${index}`;
  for (let index = 0; index < SUBSCRIPTIONS; index += 1) {
    await session.send(element('presence', NS.client, { type: 'unsubscribed', to: absent, id: id(index) }), 'setup');
  }
  await ping({ session, domain, timeoutMs }, 0);
  const refused = session.inbox.filter((stanza) => REFUSALS.includes(errorCondition(stanza)));
  const isRefused = (index: number) => refused.some(({ attrs }) => attrs['id'] === id(index));
  const allowed = Array.from({ length: SUBSCRIPTIONS }, (_, index) => index).findIndex(isRefused);
  return allowed > 0 ? [{ kind: 'subscription-count', allowed }] : [];
}

/** The rate of the fastest session, where all that were asked are slow. A session that fails shows no rate. */
async function probeSharedRate(probing: Probing & Witnesses): Promise<readonly ServerLimit[]> {
  const first = await probeRate(probing);
  if (!first.some(isRate)) return first;
  const others = await Promise.all(
    Array.from({ length: WITNESSES }, () =>
      probing.onAnother((session) => probeRate({ ...probing, session })).catch((): readonly ServerLimit[] => []),
    ),
  );
  const rates = [first, ...others].map((limits) => limits.find(isRate)?.bytesPerSecond);
  const shown = rates.filter((rate) => rate !== undefined);
  return shown.length < rates.length ? [] : [{ kind: 'byte-rate', bytesPerSecond: Math.max(...shown) }];
}

type RateLimit = Extract<ServerLimit, { kind: 'byte-rate' }>;

const isRate = (limit: ServerLimit): limit is RateLimit => limit.kind === 'byte-rate';

/** Sends some kilobytes. Where the answer takes long, sends some again, then none: only a limit delays by the bytes. */
async function probeRate(probing: Probing): Promise<readonly ServerLimit[]> {
  const { session, timeoutMs } = probing;
  try {
    if ((await readMs(probing, STANZAS, STANZA_BYTES)) < SLOW_MS) return [];
    const ms = await readMs(probing, 1, SECOND_BYTES);
    const isBusy = ms < BUSY * (await readMs(probing, 0, 0));
    return ms < SLOW_MS || isBusy ? [] : [byteRate(SECOND_BYTES, ms)];
  } catch (error) {
    if (session.ended !== undefined)
      return isLimitError(session.ended) ? [{ kind: 'stanza-size', bytes: STANZA_BYTES }] : [];
    // Pings were answered before: those of the first probe, or those of another session.
    return isExpired(error) ? [byteRate(STANZAS * STANZA_BYTES, timeoutMs)] : [];
  }
}

/** Sends a stanza as large as the largest of the shipped scenarios. A stream that ends at it has shown a limit. */
export async function probeSize(probing: Probing): Promise<readonly ServerLimit[]> {
  if (probing.session.ended !== undefined) return [];
  await ping(probing, LARGEST_BYTES).catch(() => undefined);
  return probing.session.ended === undefined ? [] : [{ kind: 'stanza-size', bytes: LARGEST_BYTES }];
}

const byteRate = (bytes: number, ms: number): RateLimit => ({
  kind: 'byte-rate',
  bytesPerSecond: Math.round((bytes / ms) * 1000),
});

/** The time in milliseconds until the server has answered a ping after this number of large ones. */
async function readMs(probing: Probing, count: number, bytes: number): Promise<number> {
  const began = performance.now();
  await Promise.all(Array.from({ length: count }, () => ping(probing, bytes)));
  // Not together with them: ejabberd answers all that it has read at once, and pauses after that.
  await ping(probing, 0);
  return performance.now() - began;
}

function ping({ session, domain, timeoutMs }: Probing, bytes: number): Promise<unknown> {
  const payload = element('ping', NS.ping, {}, bytes === 0 ? [] : [' '.repeat(bytes)]);
  return session.request(iqRequest('get', payload, domain), 'setup', timeoutMs);
}
