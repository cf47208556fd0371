import { expect, test } from 'vitest';
import type { Failure } from '../../model/failure.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { parseXml } from '../../stanza/xml.ts';
import { entry, makeCase, makeResult, place } from '../report.test-kit.ts';
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
  expect(lines).toContain('allowed the server sends nothing (called "silent")');
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
    'expected the server sends nothing (called "ignored")',
    'tolerated juliet: <presence id="a"/>, a lesser fault, of the rule: the text of advice',
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
  const pushed = entry({ session: 'juliet/balcony', direction: 'received', kind: 'step', stanza: push });
  const lines = (transcript: readonly TranscriptEntry[]) =>
    exampleLines({ result: makeResult('c', { checks: [check], transcript }), check, verdict: 'failed' }, 'en').map(
      ({ label, text }) => `${label} ${text}`,
    );
  const silence = 'outcome nothing arrives, at any session (called "silent")';
  expect(lines([sent])).toContain(silence);
  expect(lines([sent, { ...pushed, kind: 'ambient' }])).toContain(silence);
  expect(lines([sent, pushed]).at(-1)).toMatch(/^outcome nothing but juliet\/balcony: <iq type="set" id="p">/);
});

/** A case of two sessions in which `sent` arrives at none. */
function playedLines(transcript: readonly TranscriptEntry[], { remote = '' } = {}) {
  const session = (ref: string) => ({ ref, resource: 'a', roster: true, answers: true, atStart: true });
  const actors = ['juliet', 'romeo'].map((name) => ({
    name,
    account: 'fresh' as const,
    isRemote: name === remote,
    sessions: [session(`${name}/a`)],
  }));
  const check = { place, session: 'juliet/a', requirements: ['r'], verdict: 'failed' } as const;
  const failure = { kind: 'missing', isOutOfOrder: false, expected: probe } as const;
  const failed = { ...check, failure };
  const result = makeResult('c', { case: makeCase('c', { actors }), checks: [failed], transcript });
  return exampleLines({ result, check: failed, verdict: 'failed' }, 'en').map(({ label, text }) => `${label} ${text}`);
}

const step = (session: string, direction: 'sent' | 'received', xml: string) =>
  entry({ session, direction, kind: 'step', stanza: parseXml(xml) });

test('a full JID that something is sent to and at which nobody is, is not connected', () => {
  const lines = playedLines([step('romeo/a', 'sent', '<message to="juliet/garden"/>')]);
  expect(lines.find((line) => line.startsWith('given '))).toMatch(/; juliet\/garden: not connected$/);
  const remote = playedLines([step('romeo/a', 'sent', '<message to="juliet/garden"/>')], { remote: 'juliet' });
  expect(remote.join()).not.toContain('garden: not connected');
  const known = playedLines([step('romeo/a', 'sent', '<message to="juliet/a"/>')]);
  expect(known.join().match(/juliet\/a: not connected/g)).toHaveLength(1);
});

test('an earlier step shows what each session received before the next one, answers apart', () => {
  const lines = playedLines([
    step('romeo/a', 'sent', '<presence type="subscribe" to="juliet"/>'),
    step('juliet/a', 'received', '<presence type="subscribe" from="romeo"/>'),
    step('romeo/a', 'received', '<iq type="result" id="1"/>'),
    entry({ session: '', direction: 'sent', kind: 'fence' }),
    step('juliet/a', 'sent', '<presence type="unsubscribed" to="romeo"/>'),
  ]);
  expect(lines).toContain(
    'before 1. romeo/a: <presence type="subscribe" to="juliet"/>, then juliet/a receives <presence type="subscribe" from="romeo"/>',
  );
});

test('a stanza that an earlier step brought several times says how often', () => {
  const presence = step('juliet/a', 'received', '<presence from="romeo"/>');
  const told = (times: number) =>
    playedLines([
      step('romeo/a', 'sent', '<presence to="juliet"/>'),
      ...Array.from({ length: times }, () => presence),
      entry({ session: '', direction: 'sent', kind: 'fence' }),
      step('juliet/a', 'sent', '<presence type="unsubscribed" to="romeo"/>'),
    ]).join();
  expect(told(2)).toContain('juliet/a receives <presence from="romeo"/> (twice)');
  expect(told(3)).toContain('(3 times)');
});
