import { expect, test } from 'vitest';
import type { CheckResult } from '../../model/result.ts';
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
const left = (wanted: string, earlier: readonly string[], at = session) =>
  withoutEarlier(
    [missing(wanted)],
    earlier.map((xml) => ({ session: at, stanza: parseXml(xml), count: 1 })),
    { fixed: new Map(), captures: new Map() },
  ).length;

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
  expect(left(approved, [approved, push], 'juliet/chamber')).toBe(1);
  expect(left(approved, [push])).toBe(1);
});
