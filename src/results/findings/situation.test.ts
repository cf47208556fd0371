import { expect, test } from 'vitest';
import type { Actor } from '../../model/case.ts';
import type { CheckResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { entry, makeCase, makeResult, noteOf, place } from '../../report/report.test-kit.ts';
import { parseXml } from '../../stanza/xml.ts';
import { situationOf } from './situation.ts';

const plan = { resource: 'r', roster: true, answers: true, atStart: true };
const actor = (name: string, refs: readonly string[], changes: Partial<Actor> = {}): Actor => ({
  name,
  account: 'fresh',
  isRemote: false,
  sessions: refs.map((ref) => ({ ...plan, ref })),
  ...changes,
});
const actors = [
  actor('juliet', ['juliet/balcony', 'juliet/chamber']),
  actor('romeo', ['romeo/orchard'], { isRemote: true }),
  actor('nobody', [], { account: 'absent' }),
];

const connected = (session: string) =>
  entry({ session, direction: 'note', kind: 'setup', note: { kind: 'connected', jid: session } });
const sent = (session: string, xml: string, kind: TranscriptEntry['kind'] = 'step') =>
  entry({ session, direction: 'sent', kind, stanza: parseXml(xml) });
const received = (session: string, xml: string, kind: TranscriptEntry['kind'] = 'step') =>
  entry({ session, kind, stanza: parseXml(xml) });
const fence = entry({ session: 'juliet/balcony', kind: 'fence', stanza: parseXml('<iq type="result"/>') });

/** The situation of a check at the balcony, caused by the entry at this index. */
function situation(entries: readonly TranscriptEntry[], causeAt?: number) {
  const failure = { kind: 'missing', isOutOfOrder: false } as const;
  const check: CheckResult = { place, session: 'juliet/balcony', requirements: ['r'], verdict: 'failed', failure };
  const result = makeResult('x', { case: makeCase('x', { actors }), transcript: entries });
  const cause = causeAt === undefined ? undefined : entries[causeAt];
  return situationOf({ result, check: { ...check, cause }, verdict: 'failed' });
}

const setup = [
  connected('juliet/balcony'),
  connected('juliet/chamber'),
  sent('juliet/balcony', '<iq type="get"><query xmlns="jabber:iq:roster"/></iq>', 'setup'),
  sent('juliet/balcony', '<presence><show>dnd</show><priority>5</priority></presence>', 'setup'),
];

test('says which sessions are available, with priority and show, which are connected, and which the tester plays', () => {
  const { sessions, absent } = situation([...setup, sent('juliet/balcony', '<message/>')], 4);
  expect(sessions).toEqual([
    { session: 'juliet/balcony', is: 'available', priority: '5', show: 'dnd', isInterested: true, peer: undefined },
    { session: 'juliet/chamber', is: 'connected', isInterested: false, peer: undefined },
    { session: 'romeo/orchard', is: 'remote', isInterested: false, peer: undefined },
  ]);
  expect(absent).toEqual(['nobody']);
});

test('a session whose stream has ended, or that has not begun, is not connected', () => {
  const ended = entry({ session: 'juliet/balcony', direction: 'note', kind: 'setup', note: noteOf('closed') });
  const { sessions } = situation([connected('juliet/balcony'), ended, fence, sent('juliet/chamber', '<presence/>')], 3);
  expect(sessions.slice(0, 2).map(({ is }) => is)).toEqual(['offline', 'offline']);
});

test('presence to a contact does not make a session available', () => {
  const directed = sent('juliet/balcony', '<presence to="a@b"/>', 'setup');
  expect(
    situation([connected('juliet/balcony'), directed, sent('juliet/balcony', '<message/>')], 2).sessions[0],
  ).toEqual({
    session: 'juliet/balcony',
    is: 'connected',
    isInterested: false,
    peer: undefined,
  });
});

test('sessions are shown as they were before the first act that is shown, at the start as before the first of all', () => {
  const acts = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => sent('juliet/balcony', `<message id="${id}"/>`));
  const ended = entry({ session: 'juliet/balcony', direction: 'note', kind: 'step', note: noteOf('closed') });
  const last = sent('juliet/chamber', '<presence/>');
  const seen = situation([...setup, ended, ...acts, fence, last], 12);
  expect([seen.before.length, seen.sessions[0]?.is, seen.atStart[0]?.is]).toEqual([5, 'offline', 'available']);
});

test('the exchange has what arrived, also before the last act', () => {
  const get = sent('juliet/balcony', '<iq type="get" id="g"/>');
  const answer = received('juliet/balcony', '<iq type="result" id="g"/>');
  const other = received('juliet/balcony', '<message/>');
  const last = sent('juliet/balcony', '<presence/>');
  expect(situation([...setup, get, answer, other, fence, last], 8).exchange).toEqual([get, answer, other, last]);
});

test('the acts are those since the last fence; earlier ones come before', () => {
  const [first, second, third] = ['a', 'b', 'c'].map((id) => sent('juliet/balcony', `<message id="${id}"/>`));
  const { before, acts } = situation([...setup, first!, fence, second!, third!], 7);
  expect([before, acts]).toEqual([[first], [second, third]]);
});

test('what arrived at the session of the check ends at the next act, and has no fences, no automatic answers and no ambient traffic', () => {
  const stanza = received('juliet/balcony', '<message id="x"/>');
  const elsewhere = received('juliet/chamber', '<message id="y"/>');
  const later = received('juliet/balcony', '<message id="z"/>');
  const act = sent('juliet/balcony', '<message/>');
  const auto = received('juliet/balcony', '<iq id="a"/>', 'auto');
  const ambient = received('juliet/balcony', '<iq type="get" id="v"/>', 'ambient');
  const seen = situation(
    [...setup, act, stanza, elsewhere, auto, ambient, fence, sent('juliet/balcony', '<presence/>'), later],
    4,
  );
  expect(seen.received).toEqual([stanza.stanza]);
  expect(seen.exchange).toEqual([act, stanza, elsewhere]);
});

test('nothing that arrived is an empty list, and a report without the transcript has none', () => {
  expect(situation([...setup, sent('juliet/balcony', '<message/>')], 4).received).toEqual([]);
  expect(situation([]).received).toBeUndefined();
});
