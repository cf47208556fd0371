import { expect, test } from 'vitest';
import type { Reason } from '../../model/reason.ts';
import type { CheckResult } from '../../model/result.ts';
import type { ServerLimit } from '../../model/server-limit.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { parseXml } from '../../stanza/xml.ts';
import { brokenByLimit } from './broken-by-limit.ts';
import { createServerLimits } from './server-limits.ts';

const actor = (name: string, isRemote: boolean) => ({ name, isRemote, account: 'fresh', sessions: [] });
const COUNT: ServerLimit = { kind: 'subscription-count', allowed: 5 };
const RATE: ServerLimit = { kind: 'byte-rate', bytesPerSecond: 3000 };
const FAILED = { verdict: 'failed' } as CheckResult;
const PASSED = { verdict: 'passed' } as CheckResult;

const entry = (session: string, direction: 'sent' | 'received', xml: string): TranscriptEntry => ({
  ...{ atMs: 0, session, direction, kind: 'step' },
  stanza: parseXml(xml),
});
const times = (count: number, one: TranscriptEntry) => Array.from({ length: count }, () => one);
const sent = (session: string) => entry(session, 'sent', '<presence type="subscribe" to="b@a.test"/>');
const received = (session: string) => entry(session, 'received', '<presence type="subscribed" from="b@a.test"/>');

interface Given {
  readonly entries: readonly TranscriptEntry[];
  readonly checks?: readonly CheckResult[];
  readonly found?: readonly ServerLimit[];
  readonly broken?: Reason;
}

function reasonOf({ entries, checks = [FAILED], found = [COUNT], broken }: Given): Reason | undefined {
  const actors = [actor('juliet', false), actor('romeo', true), actor('paris', true)];
  const limits = createServerLimits('ejabberd', found);
  return brokenByLimit({ actors, limits, checks, entries }, broken);
}

const BY_COUNT: Reason = { kind: 'server-limit', limit: COUNT, server: 'ejabberd' };

test('a failed case is broken where a stream may have carried more subscription stanzas than the server lets pass', () => {
  const both = [...times(3, sent('juliet/balcony')), ...times(2, received('juliet/balcony'))];
  expect(reasonOf({ entries: both })).toEqual(BY_COUNT);
  expect(reasonOf({ entries: both.slice(1) })).toBeUndefined();
});

test('a passed case is broken only where a stream certainly carried more than that', () => {
  const checks = [PASSED];
  expect(reasonOf({ checks, entries: times(5, sent('juliet/balcony')) })).toBeUndefined();
  expect(reasonOf({ checks, entries: times(6, sent('juliet/balcony')) })).toEqual(BY_COUNT);
});

test('each session has a stream of its own, and all remote sessions share that of the component', () => {
  const local = [...times(3, sent('juliet/balcony')), ...times(3, sent('juliet/chamber'))];
  expect(reasonOf({ entries: local })).toBeUndefined();
  expect(reasonOf({ entries: [...times(3, sent('romeo/orchard')), ...times(3, sent('paris/street'))] })).toEqual(
    BY_COUNT,
  );
  expect(reasonOf({ entries: times(9, received('romeo/orchard')) })).toBeUndefined();
});

test('the removal of a roster item counts as the two stanzas that the server sends for it', () => {
  const remove =
    '<iq type="set"><query xmlns="jabber:iq:roster"><item jid="b@a.test" subscription="remove"/></query></iq>';
  const removal = entry('juliet/balcony', 'sent', remove);
  expect(reasonOf({ entries: [...times(3, sent('juliet/balcony')), removal] })).toEqual(BY_COUNT);
});

test('a server that counts no subscriptions is accused', () => {
  expect(reasonOf({ found: [], entries: times(20, sent('juliet/balcony')) })).toBeUndefined();
});

test('a wait that expires on a server that reads slowly is a matter of that limit', () => {
  const cause = { kind: 'no-answer', to: 'ping', timeoutMs: 5000 } as const;
  const broken = { kind: 'fence-lost', session: 'juliet/balcony', cause } as const;
  expect(reasonOf({ entries: [], found: [RATE], broken })).toEqual({ ...BY_COUNT, limit: RATE });
  expect(reasonOf({ entries: [], found: [], broken })).toBeUndefined();
  expect(reasonOf({ entries: [], found: [RATE] })).toBeUndefined();
});

const VIOLATION = { kind: 'stream-error', condition: 'policy-violation' } as const;

test('a login that the server refuses for a limit names the limit on streams', () => {
  const at = { host: '127.0.0.1', port: 5222 };
  const cause = { kind: 'phase-ended', phase: 'features', at, cause: VIOLATION } as const;
  const broken = { kind: 'login-failed', session: 'juliet/balcony', cause } as const;
  expect(reasonOf({ entries: [], broken })).toEqual({ ...BY_COUNT, limit: { kind: 'streams' } });
});

test('a stream that ends for a limit after a stanza that every server must accept accuses', () => {
  const end: TranscriptEntry = {
    ...{ atMs: 1, session: 'juliet/balcony', direction: 'note', kind: 'step' },
    note: { kind: 'ended', cause: VIOLATION },
  };
  const message = (length: number) =>
    entry('juliet/balcony', 'sent', `<message><body>${'x'.repeat(length)}</body></message>`);
  expect(reasonOf({ entries: [message(100), end] })).toBeUndefined();
  expect(reasonOf({ entries: [message(20_000), end] })).toMatchObject({ limit: { kind: 'stanza-size' } });
});

test('a conflict of a user with many sessions names the limit on streams', () => {
  const note = (resource: string, note: TranscriptEntry['note']): TranscriptEntry => ({
    ...{ atMs: 0, session: `juliet/${resource}`, direction: 'note', kind: 'setup' },
    note,
  });
  const cause = { kind: 'stream-error', condition: 'conflict' } as const;
  const end = note('balcony', { kind: 'ended', cause });
  const logins = Array.from({ length: 9 }, (_, index) =>
    note(`reader-${index}`, { kind: 'connected', jid: 'j@a.test' }),
  );
  expect(reasonOf({ entries: [...logins, end] })).toEqual({ ...BY_COUNT, limit: { kind: 'streams' } });
  expect(reasonOf({ entries: [...logins.slice(1), end] })).toBeUndefined();
});
