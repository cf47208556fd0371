import { expect, test } from 'vitest';
import { shippedCases } from '../shipped-cases.test-kit.ts';
import { neededNames, permittedNames } from './explain-group.ts';
import { explanationOf } from './explanation.ts';
import { glossaryWords, specialText } from './glossary.ts';

const explained = (id: string, lang: 'en' | 'zh' = 'en') => {
  const { all: cases, requirements, rulings } = shippedCases;
  return explanationOf(id, { cases, requirements, rulings, beside: [] }, lang);
};

test('explains a special account, and how the config file names it', () => {
  expect(explained('roster-read-only')).toBe(
    [
      'roster-read-only',
      '  an account whose roster something else manages, such as a directory: the server refuses its roster sets (RFC 6121 2.3.3)',
      '  a special account, which the config file names:',
      '    targets:',
      '      NAME:',
      '        special: { roster-read-only: { jid: user@example.org, password: "${env:NAME}" } }',
      '  skipped without it: 1 case',
      '    rfc6121/2.3.3/managed-elsewhere',
      '',
    ].join('\n'),
  );
  expect(explained('account:moved', 'zh')).toContain('已迁移到其他地址的账户');
});

test('explains whatever the shipped cases need, with and without the prefix of an account', () => {
  const needs = [...neededNames(shippedCases.all)].flatMap((need) => [need, need.replace(/^account:/, '')]);
  const specials = needs.filter((need) => need.startsWith('account:'));
  expect(specials).toHaveLength(3);
  for (const need of needs) expect(explained(need).trimEnd().split('\n').length, need).toBeGreaterThan(1);
  for (const special of specials) expect(specialText(special, false, 'en'), special).toBeDefined();
});

test('explains every word of its glossary, and every outcome that cases permit', () => {
  for (const word of [...glossaryWords(), ...permittedNames(shippedCases.all)]) {
    expect(explained(word).trimEnd().split('\n').length, word).toBeGreaterThan(1);
  }
});

test('explains a finding by its key as the rule that is not met', () => {
  const text = explained('2.3.3-d/differs-iq.type');
  expect(text).toContain('2.3.3-d/differs-iq.type  a finding: this rule is not met');
  expect(text).toContain(explained('rfc6121-2.3.3-d'));
});
