import { expect, test } from 'vitest';
import type { CaseResult, KnownEntry } from '../model/result.ts';
import { messageCase, place } from '../run/fake-session.test-kit.ts';
import { emptyResult } from '../run/look.ts';
import type { RunResult } from '../run/run-cases.ts';
import { parseXml } from '../stanza/xml.ts';
import { afterUpdate } from './conclude-run.ts';
import { runExit } from './ending/exit-code.ts';

const began = performance.now();
const result = (id: string, changes: Partial<CaseResult>): CaseResult => ({
  ...emptyResult(messageCase({}, { id }), { outcome: 'passed', reason: { kind: 'interrupted' }, began }),
  reason: undefined,
  ...changes,
});
const failing = (id: string): CaseResult =>
  result(id, {
    outcome: 'failed',
    checks: [
      {
        ...{ place, session: 'juliet/balcony', requirements: ['must'], verdict: 'failed' },
        failure: { kind: 'missing', isOutOfOrder: false, expected: parseXml('<message/>') },
      },
    ],
    requirements: [{ id: 'must', level: 'MUST', verdict: 'failed' }],
  });
const passed = result('passes', {});
const skipped = result('skipped', {
  outcome: 'skipped',
  reason: { kind: 'basic-missing', basic: 'state', reportedBy: 'reporter', level: 'MUST', shown: 'failed' },
});

/** The exit code of a run that lists with a reason all that it may list, and the cases that it was given. */
function updated(results: readonly CaseResult[], aside: readonly CaseResult[]) {
  const listed: string[] = [];
  const update = (played: readonly CaseResult[]): readonly KnownEntry[] => {
    listed.push(...played.map((one) => one.case.id));
    return played
      .filter(({ outcome }) => outcome === 'failed')
      .map((one) => ({
        ...{ case: one.case.id, requirement: 'must', reason: 'it is made so' },
        checks: ['juliet/balcony: missing message'],
      })) as readonly KnownEntry[];
  };
  const ended = { results, aside, staleBaseline: [] } as unknown as RunResult;
  const exit = runExit({ ...afterUpdate(ended, { update }, 'a server'), strict: false });
  return { code: exit.code, listed };
}

test('what a case shows that was not selected is listed where others were skipped for it, and the run ends green', () => {
  expect(updated([passed, skipped], [failing('reporter'), result('shown', {})])).toEqual({
    code: 0,
    listed: ['passes', 'skipped', 'reporter'],
  });
});

test('what is skipped for a selected case that is listed fails the run no more', () => {
  expect(updated([passed, skipped, failing('reporter')], []).code).toBe(0);
});

test('what is skipped for a case that is not listed fails it', () => {
  expect(updated([passed, skipped], []).code).toBe(1);
});
