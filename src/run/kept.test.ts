import { expect, test } from 'vitest';
import type { CaseResult, CheckResult } from '../model/result.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, NS } from '../stanza/xml.ts';
import { messageCase, place } from './fake-session.test-kit.ts';
import { boundedResult, RunBudget } from './kept.ts';
import { emptyResult } from './look.ts';

const LONG = 'x'.repeat(1_000_000);
const swollen = element('message', NS.client, {}, [LONG]);

/** A failed case whose server sent this stanza so many times. */
function failed(closest: XmlElement, times = 5000): CaseResult {
  const reason = { kind: 'login-failed', session: 'a', cause: { kind: 'stream-error', condition: LONG } } as const;
  const base = emptyResult(messageCase({ sessions: [] }), { outcome: 'failed', reason, began: 0 });
  const difference = { path: 'a', expected: { kind: 'any' }, actual: { kind: 'value', value: LONG } } as const;
  const failure = { kind: 'differs', difference, closest, others: Array<XmlElement>(times).fill(closest) } as const;
  const check = { place, session: 'a', requirements: [], verdict: 'failed', failure } as const;
  const note = { kind: 'connected', jid: LONG } as const;
  const entry = { atMs: 0, session: 'a', kind: 'step' } as const;
  const entries = [
    { ...entry, direction: 'received', stanza: closest },
    { ...entry, direction: 'note', note },
  ] as const;
  return { ...base, checks: [check], transcript: { entries }, jids: { a: LONG } };
}

test('texts and stanzas of the server are cut, and say how long they were', () => {
  const kept = boundedResult(failed(swollen));
  expect(kept.checks[0]?.failure?.closest?.cutFrom).toBeGreaterThan(1_000_000);
  expect(kept.reason).toMatchObject({ cause: { condition: expect.stringMatching(/^x{2000} ... \(cut, 1000000 /) } });
  expect(JSON.stringify({ ...kept, case: undefined, checks: [] }).length).toBeLessThan(150_000);
  expect(kept.checks[0]?.failure?.others).toHaveLength(500);
});

test('a stanza that is cut stays one object in checks and transcript', () => {
  const { checks, transcript } = boundedResult(failed(swollen));
  expect(transcript.entries[0]?.stanza).toBe(checks[0]?.failure?.closest);
});

test('a stanza of ordinary length stays the object that it is', () => {
  const stanza = element('message', NS.client, {}, ['x'.repeat(70_000)]);
  expect(boundedResult(failed(stanza)).checks[0]?.failure?.closest).toBe(stanza);
});

test('once transcripts have used up the budget of the run, later cases keep a note of the number of their entries', () => {
  const budget = new RunBudget();
  const result = failed(element('message', NS.client));
  const first = budget.keep(result, 100 * 1024 * 1024);
  const second = budget.keep(result, 100 * 1024 * 1024);
  expect(first.transcript.entries).toHaveLength(2);
  expect(second.transcript.entries).toMatchObject([{ note: { kind: 'transcript-left-out', count: 2 } }]);
});

test('once the stanzas of failures have used up the budget of the run, those of later cases are cut shorter', () => {
  const budget = new RunBudget();
  const result = boundedResult(failed(swollen, 100));
  const sizes = Array.from({ length: 20 }, () => {
    const closest = budget.keep(result, 0).checks[0]?.failure?.closest;
    return JSON.stringify(closest).length;
  });
  expect(sizes[0]).toBeGreaterThan(90_000);
  expect(sizes.at(-1)).toBeLessThan(3000);
});

test('a case keeps 500 failed checks, all that held, and the number of the others', () => {
  const result = failed(element('message', NS.client));
  const [check] = result.checks;
  const held = { place, session: 'a', requirements: [], verdict: 'passed' } as const;
  const many = Array.from({ length: 1000 }, () => ({ ...held, ...check }));
  const { checks, checksLeftOut } = boundedResult({ ...result, checks: [...many, held] });
  expect([checks.length, checksLeftOut]).toEqual([501, 500]);
  expect(checks.at(-1)).toEqual(held);
});

test('once the failures of a run have used up its budget, later cases keep ten of them', () => {
  const budget = new RunBudget();
  const result = failed(element('message', NS.client, {}, ['x'.repeat(10_000)]));
  const closest = result.checks[0]?.failure?.closest ?? swollen;
  const failure = { kind: 'unexpected', closest, allowed: [] } as const;
  const check = { place, session: 'a', requirements: [], verdict: 'failed', failure } as const;
  const flooded = { ...result, checks: Array<CheckResult>(100).fill(check), checksLeftOut: 7 };
  const kept = Array.from({ length: 100 }, () => budget.keep(flooded, 0));
  expect([kept[0]?.checks.length, kept.at(-1)?.checks.length]).toEqual([100, 10]);
  expect([kept[0]?.checksLeftOut, kept.at(-1)?.checksLeftOut]).toEqual([7, 97]);
});
