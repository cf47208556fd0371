import { expect, test } from 'vitest';
import type { Language } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import { failedResult, makeResult, requirements } from '../../report/report.test-kit.ts';
import { createPaint } from '../../report/text/paint.ts';
import { diffReports } from '../../results/diff.ts';
import { reportOn } from '../../results/written-report.test-kit.ts';
import { diffText } from './diff-text.ts';

const kept = { id: 'rfc6121-2.3.3-c', level: 'MUST' as const, verdict: 'passed' as const };
const id = 'rfc6121/2.3/set-refused[two-items]';

function text(old: readonly CaseResult[], now: readonly CaseResult[], lang: Language = 'en'): string {
  const diff = diffReports(reportOn(old), reportOn(now));
  return diffText(diff, { requirements, lang, paint: createPaint(false) });
}

const old = [makeResult(id, { requirements: [kept] }), makeResult('rfc6121/2.3/p', { observed: ['stored'] })];
const now = [failedResult(id), makeResult('rfc6121/2.3/p', { observed: ['error'] }), makeResult('rfc6121/2.3/q')];

test('lists what got worse first, with the rule, and the totals last', () => {
  expect(text(old, now)).toMatchInlineSnapshot(`
    "old  Prosody 0.12.3 at localhost, 2025-01-02T03:04:05.000Z, 2 cases
    new  Prosody 0.12.3 at localhost, 2025-01-02T03:04:05.000Z, 3 cases

    worse
      MUST  rfc6121-2.3.3-c  passed -> failed  RFC 6121 2.3.3 · YD/T 2936 6.4.3
        Return <bad-request/> when the set holds more than one item.
      rfc6121/2.3/set-refused[two-items]  passed -> failed  rfc6121-2.3.3-c passed -> failed

    new
      rfc6121/2.3/q  passed

    other choices where the standard permits several
      rfc6121/2.3/p: stored -> error

    1 new case, 0 gone, 1 with another choice
    0 requirements and 0 cases got better
    1 requirement and 1 case got worse
    "
  `);
});

test('puts the clause of YD/T first in Chinese', () => {
  expect(text(old, now, 'zh')).toMatchInlineSnapshot(`
    "旧  Prosody 0.12.3，域 localhost，2025-01-02T03:04:05.000Z，2 个用例
    新  Prosody 0.12.3，域 localhost，2025-01-02T03:04:05.000Z，3 个用例

    变差
      必须 (MUST)  rfc6121-2.3.3-c  通过 -> 失败  YD/T 2936 6.4.3 · RFC 6121 2.3.3
        名册设置包含多个条目时，服务器必须返回<bad-request/>。
      rfc6121/2.3/set-refused[two-items]  通过 -> 失败  rfc6121-2.3.3-c 通过 -> 失败

    新增
      rfc6121/2.3/q  通过

    标准允许多种行为之处，选择有变
      rfc6121/2.3/p：stored -> error

    新增用例 1 个，消失 0 个，选择有变的 1 个
    0 项要求和 0 个用例变好
    1 项要求和 1 个用例变差
    "
  `);
});

test('lists first those of many new cases that did not pass', () => {
  const many = Array.from({ length: 30 }, (_, at) => makeResult(`x/${at}`));
  const shown = text([], [...many, makeResult('x/bad', { outcome: 'warned' })]);
  expect(shown).toContain('new\n  x/bad  warned\n  x/0  passed\n');
  expect(shown).toContain('  and 11 more; --json lists all\n');
});

test('escapes control characters of a report', () => {
  const shown = text([makeResult('x/1', { observed: ['a\u001b[31m'] })], [makeResult('x/1'), makeResult('x/\u202e')]);
  expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});
