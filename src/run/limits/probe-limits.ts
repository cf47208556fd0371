// Before the first case: does the server limit what one stream may send? A server without limits answers within milliseconds.

import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { ServerLimit } from '../../model/server-limit.ts';
import type { Session } from '../../model/session.ts';
import { errorCondition, iqRequest } from '../../stanza/iq.ts';
import { element, NS } from '../../stanza/xml.ts';
import { isExpired } from '../../wording/problems.ts';
import { FIRST_WAIT_MS, LARGEST_BYTES, MARGIN, PROBE_BYTES, PROBES, TRIES } from '../numbers/numbers.ts';
import { isLimitError } from './server-limits.ts';

/** Conditions of the errors that answer the stanzas beyond the limit. ejabberd answers `not-acceptable`. */
const REFUSALS: readonly (string | undefined)[] = [
  'not-acceptable',
  'not-allowed',
  'policy-violation',
  'resource-constraint',
];

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
  for (let index = 0; index < PROBES; index += 1) {
    await session.send(element('presence', NS.client, { type: 'unsubscribed', to: absent, id: id(index) }), 'setup');
  }
  await ping({ session, domain, timeoutMs }, 0);
  const refused = session.inbox.filter((stanza) => REFUSALS.includes(errorCondition(stanza)));
  const isRefused = (index: number) => refused.some(({ attrs }) => attrs['id'] === id(index));
  const allowed = Array.from({ length: PROBES }, (_, index) => index).findIndex(isRefused);
  return allowed > 0 ? [{ kind: 'subscription-count', allowed }] : [];
}

/** The rate of the fastest session, where all that were asked are slow. A session that fails shows no rate. */
async function probeSharedRate(probing: Probing & Witnesses): Promise<readonly ServerLimit[]> {
  const first = await probeRate(probing);
  if (!first.some(isRate)) return first;
  const others = await Promise.all(
    Array.from({ length: TRIES - 1 }, () =>
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
    if ((await readMs(probing, TRIES, PROBE_BYTES)) < FIRST_WAIT_MS) return [];
    const ms = await readMs(probing, 1, PROBE_BYTES / 2);
    const isBusy = ms < MARGIN * (await readMs(probing, 0, 0));
    return ms < FIRST_WAIT_MS || isBusy ? [] : [byteRate(PROBE_BYTES / 2, ms)];
  } catch (error) {
    if (session.ended !== undefined)
      return isLimitError(session.ended) ? [{ kind: 'stanza-size', bytes: PROBE_BYTES }] : [];
    // Pings were answered before: those of the first probe, or those of another session.
    return isExpired(error) ? [byteRate(TRIES * PROBE_BYTES, timeoutMs)] : [];
  }
}

/** Sends a stanza as large as the largest of the shipped scenarios. A stream that ends at it has shown a limit. Never rejects. */
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
