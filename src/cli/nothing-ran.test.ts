import { expect, test } from 'vitest';
import type { Case, Need } from '../model/case.ts';
import type { CaseResult, Outcome } from '../model/result.ts';
import { missingMandatory, missingText } from './nothing-ran.ts';

const roster: Need = { feature: 'roster-get', reportedBy: 'rfc6121/2.1.4/empty' };
const result = (outcome: Outcome, ...needs: readonly Need[]) => ({ outcome, case: { needs } as Case }) as CaseResult;

test('a mandatory feature that keeps every case from running is found among other needs', () => {
  const results = [result('skipped', { feature: 'remote' }), result('skipped', { feature: 'remote' }, roster)];
  expect(missingMandatory(results, ['remote'])).toBe(roster);
});

test.each([
  ['where a case ran', [result('skipped', roster), result('passed')], []],
  ['where the server offers it', [result('skipped', roster, { feature: 'remote' })], ['roster-get']],
  ['where what is missing is optional', [result('skipped', { feature: 'presence-sub-preapproval' })], []],
  ['where the case is for servers without it', [result('skipped', { feature: 'no roster-version' })], []],
])('nothing is blamed %s', (_, results, offered) => {
  expect(missingMandatory(results, offered)).toBeUndefined();
});

test('the case that reports it is named with the server', () => {
  expect(missingText(roster, ['-t', 'prosody'])).toMatchInlineSnapshot(
    `"no case ran: the server does not offer roster-get, which every server must; this reports it: xmppspec run rfc6121/2.1.4/empty -t prosody"`,
  );
});
