import { expect, test } from 'vitest';
import type { RuleFinding } from '../../model/finding.ts';
import { ruleFindings } from '../../results/findings/findings.ts';
import { failedResult, makeResult } from '../report.test-kit.ts';
import { contrastLines } from './contrast-lines.ts';

test('the row of a scenario that has no name is the case without parameters', () => {
  const [failed, passed] = [failedResult('rfc6121/2.3/a'), makeResult('rfc6121/2.3/a[remote]')];
  const { requirements } = failed;
  const met = requirements.map((one) => ({ ...one, verdict: 'passed' as const }));
  const [finding] = ruleFindings([failed, { ...passed, requirements: met }]);
  const text = (lang: 'en' | 'zh') => contrastLines(finding as RuleFinding, lang)[0]?.text;
  expect(text('en')).toBe('in rfc6121/2.3/a it shows in the case without parameters, and not in [remote]');
  expect(text('zh')).toBe('rfc6121/2.3/a 中 无参数的用例 出现；[remote] 通过');
});
