import { expect, test } from 'vitest';
import type { Failure } from '../../model/failure.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { parseXml } from '../../stanza/xml.ts';
import { entry, makeResult, place } from '../report.test-kit.ts';
import { exampleLines } from './example-lines.ts';

/** The lines of a check of juliet that failed. */
function linesOf(failure: Failure) {
  const check = { place, session: 'juliet', requirements: ['r'], verdict: 'failed', failure } as const;
  const result = makeResult('c', { checks: [check], transcript: [entry({})] });
  const lines = exampleLines({ result, check, verdict: 'failed' }, 'en');
  return lines.map(({ label, text }) => `${label} ${text}`);
}

const probe = parseXml('<presence type="probe" from="a" to="b"/>');

test('an expected presence has the type of the stanza that differs in something else', () => {
  const difference = {
    path: 'presence@from',
    expected: { kind: 'value', value: 'c' },
    actual: { kind: 'value', value: 'a' },
  } as const;
  const lines = linesOf({ kind: 'differs', expected: parseXml('<presence from="c"/>'), closest: probe, difference });
  expect(lines).toContain('expected juliet: <presence type="probe" from="c"/>');
  expect(lines).toContain('differs the attribute from of <presence>: expected "c", got "a"');
});

test('where nothing may arrive, the stanza is at fault and no further stanza expected', () => {
  const lines = linesOf({ kind: 'unexpected', closest: probe, allowed: [] });
  expect(lines).toContain('fault juliet: <presence type="probe" from="a" to="b"/>');
  expect(lines).toContain('expected juliet: no further stanza');
});

test('an outcome says what arrived in it, and a permitted one that nothing does', () => {
  const meanings = [
    { name: 'leak', arrivals: [] },
    { name: 'silent', arrivals: [] },
  ];
  const lines = linesOf({ kind: 'violates', outcome: 'leak', permitted: ['silent'], closest: probe, meanings });
  expect(lines).toContain('outcome <presence type="probe" from="a" to="b"/> (called "leak")');
  expect(lines).toContain('allowed nothing is sent (called "silent")');
});

test('of an error that lacks its condition, the condition that came is shown', () => {
  const difference = {
    path: 'iq/error',
    expected: { kind: 'child', name: 'service-unavailable' },
    actual: { kind: 'children', names: ['forbidden', 'text'] },
  } as const;
  const iq = parseXml('<iq type="error" id="a"/>');
  const lines = linesOf({ kind: 'missing', isOutOfOrder: false, expected: iq, closest: iq, difference });
  expect(lines).toContain('differs <error> of <iq>: expected <service-unavailable> inside, got <forbidden>');
});

test('what came that is a lesser fault stands after what is permitted, with the rule it breaks', () => {
  const departing = { outcome: 'delivered', violates: ['advice'], permitted: [{ name: 'ignored', arrivals: [] }] };
  const failure = { kind: 'unexpected', closest: probe, allowed: [parseXml('<presence/>')], departing } as const;
  const check = { place, session: 'juliet', requirements: ['r'], verdict: 'failed', failure } as const;
  const sent = entry({ session: 'romeo', direction: 'sent', kind: 'step', stanza: probe });
  const got = entry({ session: 'juliet', direction: 'received', kind: 'step', stanza: parseXml('<presence id="a"/>') });
  const lines = (transcript: readonly TranscriptEntry[]) =>
    exampleLines({ result: makeResult('c', { checks: [check], transcript }), check, verdict: 'failed' }, 'en', {
      ruleOf: (id) => `the text of ${id}`,
    }).map(({ label, text }) => `${label} ${text}`);
  expect(lines([sent, got]).slice(-2)).toEqual([
    'expected nothing is sent (called "ignored")',
    'tolerated juliet: <presence id="a"/>, a lesser fault, against: the text of advice',
  ]);
  expect(lines([sent]).join()).not.toContain('tolerated');
});

test('a subscription state is expected and received by its name and by what a login shows', () => {
  const state = { kind: 'state', user: 'juliet', contact: 'romeo', states: ['None + Pending Out'] } as const;
  expect(linesOf({ ...state, found: { name: 'To' } }).slice(-2)).toEqual([
    'expected "None + Pending Out" (subscription="none" ask="subscribe")',
    'received "To" (subscription="to")',
  ]);
});

test('an outcome in which nothing arrives says what arrives all the same', () => {
  const push = parseXml('<iq type="set" id="p"><query xmlns="jabber:iq:roster"/></iq>');
  const failure = {
    kind: 'violates',
    outcome: 'silent',
    permitted: [],
    meanings: [{ name: 'silent', arrivals: [] }],
  } as const;
  const check = { place, session: '', requirements: ['r'], verdict: 'failed', failure } as const;
  const sent = entry({ session: 'juliet/balcony', direction: 'sent', kind: 'step', stanza: probe });
  const pushed = entry({ session: 'juliet/balcony', direction: 'received', kind: 'ambient', stanza: push });
  const lines = (transcript: readonly TranscriptEntry[]) =>
    exampleLines({ result: makeResult('c', { checks: [check], transcript }), check, verdict: 'failed' }, 'en').map(
      ({ label, text }) => `${label} ${text}`,
    );
  expect(lines([sent])).toContain('outcome nothing arrives, at any session (called "silent")');
  expect(lines([sent, pushed]).at(-1)).toMatch(/^outcome nothing but juliet\/balcony: <iq type="set" id="p">/);
});
