import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Problem } from '../../model/problem.ts';
import type { ServerLimit } from '../../model/server-limit.ts';
import type { Session } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { element, NS, parseXml } from '../../stanza/xml.ts';
import { ProblemError } from '../../wording/problems.ts';
import { probeLimits, probeSize } from './probe-limits.ts';

interface Server {
  /** Subscription stanzas that it lets pass before it refuses the others with this condition. */
  readonly allowed?: number;
  readonly condition?: string;
  /** Bytes that it reads in a millisecond of the clock of the test. */
  readonly bytesPerMs?: number;
  /** Answers at once what has come together, and reads nothing for the time of its bytes after that, as ejabberd does. */
  readonly pausesAfter?: boolean;
  /** What each answer takes, also that to a small stanza. */
  readonly answerMs?: number;
  /** Answers that it gives before it is silent. */
  readonly silentAfter?: number;
  /** Ends the stream at a larger stanza. */
  readonly largest?: number;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] });
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function sessionWith(server: Server): Session {
  const inbox: XmlElement[] = [];
  let sent = 0;
  let answered = 0;
  let freeAt = 0;
  let ended: Problem | undefined;
  /** When what comes now is read, where the server pauses after it. */
  let [readAt, cameAt] = [0, -1];
  /** A server reads a stream in order. */
  const take = (ms: number) => {
    const now = performance.now();
    if (cameAt !== now) [readAt, cameAt] = [Math.max(freeAt, now), now];
    freeAt = Math.max(freeAt, now) + ms;
    const answerAt = server.pausesAfter === true ? readAt + 1 : freeAt;
    return new Promise((resolve) => setTimeout(resolve, answerAt - now));
  };
  const refusal = (id = '') =>
    parseXml(
      `<presence type="error" id="${id}"><error><${server.condition ?? 'not-acceptable'} xmlns="${NS.stanzas}"/></error></presence>`,
    );
  return {
    inbox,
    get ended() {
      return ended;
    },
    send: async ({ attrs }: XmlElement) => {
      sent += 1;
      if (sent > (server.allowed ?? Number.POSITIVE_INFINITY)) inbox.push(refusal(attrs['id']));
    },
    request: async ({ children }: XmlElement, _: string, timeoutMs: number) => {
      const bytes = String((children[0] as XmlElement).children[0] ?? '').length;
      if (answered === server.silentAfter) {
        await take(timeoutMs);
        throw new ProblemError({ kind: 'no-answer', to: 'a ping', timeoutMs });
      }
      answered += 1;
      await take(bytes / (server.bytesPerMs ?? 1000) + (server.answerMs ?? 0));
      if (bytes <= (server.largest ?? Number.POSITIVE_INFINITY)) return element('iq', NS.client, { type: 'result' });
      ended = { kind: 'stream-error', condition: 'policy-violation' };
      throw new ProblemError(ended);
    },
  } as unknown as Session;
}

/** The first session meets `server`, and each other one the next of `others`, or else the same. */
const probing = (server: Server, others: readonly (Server | 'unreachable')[] = []) => {
  const left = [...others];
  return {
    session: sessionWith(server),
    onAnother: async <T>(use: (session: Session) => Promise<T>): Promise<T> => {
      const other = left.shift() ?? server;
      if (other === 'unreachable') throw new Error('no login');
      return use(sessionWith(other));
    },
    domain: 'a.test',
    timeoutMs: 5000,
  };
};

async function limitsOf(...given: Parameters<typeof probing>): Promise<readonly ServerLimit[]> {
  const limits = probeLimits(probing(...given));
  await vi.runAllTimersAsync();
  return limits;
}

async function sizeOf(server: Server): Promise<readonly ServerLimit[]> {
  const limits = probeSize(probing(server));
  await vi.runAllTimersAsync();
  return limits;
}

test('a server without limits shows none', async () => {
  expect(await limitsOf({})).toEqual([]);
});

test('refusals after the first subscription stanzas show how many one stream may carry', async () => {
  const limit = [{ kind: 'subscription-count', allowed: 5 }];
  expect(await limitsOf({ allowed: 5 })).toEqual(limit);
  expect(await limitsOf({ allowed: 5, condition: 'policy-violation' })).toEqual(limit);
});

test('a server that refuses every stanza to an address without an account has no such limit', async () => {
  expect(await limitsOf({ allowed: 0 })).toEqual([]);
  expect(await limitsOf({ allowed: 5, condition: 'item-not-found' })).toEqual([]);
});

test('an answer that takes as long as the bytes need shows the rate', async () => {
  expect(await limitsOf({ bytesPerMs: 10 })).toEqual([{ kind: 'byte-rate', bytesPerSecond: 10_000 }]);
});

test('a server that answers what it has read, and pauses then, shows its rate by the stanza after that', async () => {
  // Its answers take 1 ms, too.
  const limit = [{ kind: 'byte-rate', bytesPerSecond: 9975 }];
  expect(await limitsOf({ bytesPerMs: 10, pausesAfter: true })).toEqual(limit);
});

test('one slow connection among others shows no limit of the server', async () => {
  expect(await limitsOf({ bytesPerMs: 10 }, [{}, { bytesPerMs: 10 }])).toEqual([]);
  expect(await limitsOf({ bytesPerMs: 10 }, [{ bytesPerMs: 10 }, {}])).toEqual([]);
  expect(await limitsOf({ bytesPerMs: 10 }, ['unreachable', { bytesPerMs: 10 }])).toEqual([]);
});

test('one connection that goes silent shows no limit of the server', async () => {
  expect(await limitsOf({ silentAfter: 1 }, [{}, {}])).toEqual([]);
  const all = { silentAfter: 1 };
  expect(await limitsOf(all)).toEqual([{ kind: 'byte-rate', bytesPerSecond: 4_800 }]);
});

test('the fastest of the slow connections shows the rate', async () => {
  const limits = await limitsOf({ bytesPerMs: 4 }, [{ bytesPerMs: 10 }, { bytesPerMs: 8 }]);
  expect(limits).toEqual([{ kind: 'byte-rate', bytesPerSecond: 10_000 }]);
});

test('a busy server, which is slow with every answer, shows no limit', async () => {
  expect(await limitsOf({ answerMs: 300 })).toEqual([]);
});

test('a stream that ends at a stanza that every server must accept shows a limit of the size', async () => {
  expect(await limitsOf({ largest: 5_000 })).toEqual([{ kind: 'stanza-size', bytes: 8_000 }]);
});

test('a stream that ends at the largest stanza shows a limit of the size', async () => {
  expect(await sizeOf({ largest: 10_000 })).toMatchObject([{ kind: 'stanza-size' }]);
  expect(await sizeOf({})).toEqual([]);
});
