import { afterEach, expect, test, vi } from 'vitest';
import type { Problem } from '../../model/problem.ts';
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
  /** What each answer takes, also that to a small stanza. */
  readonly answerMs?: number;
  /** Ends the stream at a larger stanza. */
  readonly largest?: number;
}

afterEach(() => void vi.restoreAllMocks());

function sessionWith(server: Server): Session {
  const inbox: XmlElement[] = [];
  let sent = 0;
  let nowMs = 0;
  let ended: Problem | undefined;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
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
    request: async ({ children }: XmlElement) => {
      const bytes = String((children[0] as XmlElement).children[0] ?? '').length;
      nowMs += bytes / (server.bytesPerMs ?? 1000) + (server.answerMs ?? 0);
      if (bytes <= (server.largest ?? Number.POSITIVE_INFINITY)) return element('iq', NS.client, { type: 'result' });
      ended = { kind: 'stream-error', condition: 'policy-violation' };
      throw new ProblemError(ended);
    },
  } as unknown as Session;
}

const probing = (server: Server) => ({ session: sessionWith(server), domain: 'a.test', timeoutMs: 5000 });

test('a server without limits shows none', async () => {
  expect(await probeLimits(probing({}))).toEqual([]);
});

test('refusals after the first subscription stanzas show how many one stream may carry', async () => {
  const limit = [{ kind: 'subscription-count', allowed: 5 }];
  expect(await probeLimits(probing({ allowed: 5 }))).toEqual(limit);
  expect(await probeLimits(probing({ allowed: 5, condition: 'policy-violation' }))).toEqual(limit);
});

test('a server that refuses every stanza to an address without an account has no such limit', async () => {
  expect(await probeLimits(probing({ allowed: 0 }))).toEqual([]);
  expect(await probeLimits(probing({ allowed: 5, condition: 'item-not-found' }))).toEqual([]);
});

test('an answer that takes as long as the bytes need shows the rate', async () => {
  expect(await probeLimits(probing({ bytesPerMs: 10 }))).toEqual([{ kind: 'byte-rate', bytesPerSecond: 10_000 }]);
});

test('a busy server, which is slow with every answer, shows no limit', async () => {
  expect(await probeLimits(probing({ answerMs: 300 }))).toEqual([]);
});

test('a stream that ends at a stanza that every server must accept shows a limit of the size', async () => {
  expect(await probeLimits(probing({ largest: 5_000 }))).toEqual([{ kind: 'stanza-size', bytes: 8_000 }]);
});

test('a stream that ends at the largest stanza shows a limit of the size', async () => {
  expect(await probeSize(probing({ largest: 10_000 }))).toMatchObject([{ kind: 'stanza-size' }]);
  expect(await probeSize(probing({}))).toEqual([]);
});
