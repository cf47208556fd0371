import { expect, test } from 'vitest';
import type { CheckResult } from '../../model/result.ts';
import { parseXml } from '../../stanza/xml.ts';
import { brokenBy, compareRoster } from './compare-roster.ts';

const item = (more: string) => parseXml(`<item xmlns="jabber:iq:roster" jid="romeo@a.test" ${more}/>`);

/** The requirements that an item breaks in place of another one. */
const broken = (expected: string, stored: string, cited = ['delivery']) => {
  const failure = compareRoster([item(expected)], [item(stored)], { fixed: new Map(), captures: new Map() });
  return failure === undefined ? [] : brokenBy(failure, cited, []);
};

test('another value of ask than "subscribe" is left to the lint', () => {
  expect(broken('', 'ask="unsubscribe"')).toEqual([]);
  expect(broken('', 'ask="subscribe"')).toEqual(['delivery']);
});

test('an item that lacks nothing but ask breaks the rule of ask', () => {
  for (const other of ['', 'ask="unsubscribe"']) {
    expect(broken('ask="subscribe"', other)).toEqual(['rfc6121-2.1.2.2-a']);
    expect(broken('ask="subscribe"', other, ['delivery', 'rfc6121-3.1.2-h'])).toEqual(['rfc6121-3.1.2-h']);
  }
});

test('an item that lacks ask and differs elsewhere breaks what is cited for it, and the difference is elsewhere', () => {
  expect(broken('ask="subscribe"', 'subscription="both"')).toEqual(['delivery']);
  const failure = compareRoster([item('ask="subscribe"')], [item('name="R"')], {
    fixed: new Map(),
    captures: new Map(),
  });
  expect(failure).toMatchObject({ difference: { path: 'item@name' } });
});

test('what an item lacked before breaks what it broke then, and what it has lost meanwhile breaks what is cited', () => {
  const compared = (stored: string) =>
    compareRoster([item('name="R"')], [item(stored)], { fixed: new Map(), captures: new Map() });
  const warned = (stored: string): CheckResult => ({
    session: 'juliet',
    place: { file: 'a.yaml', line: 1, col: 1 },
    verdict: 'warned',
    requirements: ['rfc6121-2-a'],
    failure: compared(stored),
  });
  expect(brokenBy(compared(''), ['rfc6121-2-b'], [warned('')])).toEqual(['rfc6121-2-a']);
  expect(brokenBy(compared(''), ['rfc6121-2-b'], [warned('name="R" subscription="both"')])).toEqual(['rfc6121-2-b']);
  expect(brokenBy(compared(''), ['rfc6121-2-b'], [])).toEqual(['rfc6121-2-b']);
});
