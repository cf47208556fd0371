import { expect, test } from 'vitest';
import type { CheckResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { parseXml } from '../../stanza/xml.ts';
import { place } from '../fake-session.test-kit.ts';
import { withoutEarlier } from './came-earlier.ts';

const session = 'juliet/balcony';
const approved = '<presence type="subscribed" from="romeo@b"/>';
const push = '<iq type="set"><query xmlns="jabber:iq:roster"><item jid="romeo@b" subscription="to"/></query></iq>';
const here = '<presence from="romeo@b/orchard"/>';

const missing = (xml: string): CheckResult => {
  const failure = { kind: 'missing', isOutOfOrder: false, expected: parseXml(xml) } as const;
  return { place, session, requirements: ['must'], verdict: 'failed', failure };
};
const received = (at: string, xml: string): TranscriptEntry => ({
  atMs: 0,
  session: at,
  direction: 'received',
  kind: 'step',
  stanza: parseXml(xml),
});

/** What is excused after `earlier`, which no step explained, and `before`, which came before it. */
function excuses(earlier: readonly string[], { at = session, before = [] as readonly string[] } = {}) {
  const seen = earlier.map((xml) => received(at, xml));
  const unexplained = seen.flatMap(({ stanza }) => (stanza === undefined ? [] : [{ session: at, stanza, count: 1 }]));
  const entries = [...before.map((xml) => received(at, xml)), ...seen];
  const past = { unexplained, entries, taken: new Set<XmlElement>() };
  return (...wanted: readonly string[]) =>
    withoutEarlier(wanted.map(missing), past, { fixed: new Map(), captures: new Map() }).length;
}

const left = (wanted: string, ...[earlier, more]: Parameters<typeof excuses>) => excuses(earlier, more)(wanted);

test.each([
  ['an approval', approved],
  ['a push', push],
  ['the presence that follows it', here],
])('%s that came in an earlier step is not missing', (_, wanted) => {
  expect(left(wanted, [approved, push, here])).toBe(0);
});

test('presence of a contact whose subscription has not changed is missing', () => {
  expect(left(here, [here])).toBe(1);
  expect(left(here, [here, approved.replace('romeo', 'tybalt')])).toBe(1);
});

test('what came at another session, or not at all, is missing', () => {
  expect(left(approved, [approved, push], { at: 'juliet/chamber' })).toBe(1);
  expect(left(approved, [push])).toBe(1);
});

test('a stanza that came once is missing the second time, in the same step and in a later one', () => {
  const check = excuses([approved, push, here]);
  expect(check(approved, approved, here)).toBe(1);
  expect(check(here)).toBe(1);
  expect(check(push)).toBe(0);
  expect(check(push)).toBe(1);
});

test('a push is a change only where it shows another subscription or request than the last one', () => {
  const named = '<iq type="set"><query xmlns="jabber:iq:roster"><item jid="romeo@b" name="Romeo"/></query></iq>';
  expect(left(named, [named])).toBe(1);
  expect(left(named, [named], { before: [push] })).toBe(0);
  expect(left(push, [push], { before: [push.replace('"set"', '"result"')] })).toBe(1);
  expect(left(push, [push], { before: [push.replace('/></q', ' ask="subscribe"/></q')] })).toBe(0);
});
