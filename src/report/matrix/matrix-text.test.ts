import { expect, test } from 'vitest';
import type { Language } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import { matrixOf } from '../../results/matrix.ts';
import { reportOn } from '../../results/written-report.test-kit.ts';
import { failedResult, makeCase, makeResult, requirements } from '../report.test-kit.ts';
import { createPaint } from '../text/paint.ts';
import { matrixHtml } from './matrix-html.ts';
import { matrixText } from './matrix-text.ts';

const HOSTILE = '</td><script>alert(1)</script>\u001b[31m\u202e';

const id = 'rfc6121/2.3/set-refused[two-items]';
const kept = { id: 'rfc6121-2.3.3-c', level: 'MUST' as const, verdict: 'passed' as const };
const delivered = (letter: string) => {
  const cell = { table: 'delivery-table', row: 'no-account/bare', column: 'chat' };
  return makeResult('rfc6121/8.5/m', { case: makeCase('rfc6121/8.5/m', { cell }), observed: [letter] });
};
const chosen = (name: string) => makeResult('rfc6121/2.2/choice', { observed: [name] });

function matrix(a: readonly CaseResult[], b: readonly CaseResult[], software = 'ejabberd') {
  const other = reportOn(b);
  const target = { ...other.target, name: software, software, version: '23.01' };
  const files = [
    { file: 'a.json', report: reportOn(a) },
    { file: 'b.json', report: { ...other, target } },
  ];
  return matrixOf(files, requirements);
}

const two = matrix(
  [makeResult(id, { requirements: [kept] }), delivered('E'), chosen('quiet')],
  [failedResult(id), delivered('S'), chosen('loud')],
);
const text = (lang: Language, of = two) => matrixText(of, { requirements, lang, paint: createPaint(false) });

test('shows one column a server, and the totals last', () => {
  expect(text('en')).toMatchInlineSnapshot(`
    "features that differ
                        prosody    ejabberd
      MUST  roster-set  supported  not supported

    requirements that differ (1)
                                                                                           prosody  ejabberd
      MUST  rfc6121-2.3.3-c  Return <bad-request/> when the set holds more than one item.  ok       !
      ok met, ! not met, ~ SHOULD not followed, ? inconclusive, - not decided

    0 requirements met by all

    message delivery (RFC 6121 8.5.4): 1 of 1 cells differ
                             prosody  ejabberd
      no-account/bare  chat  E        S
      O offline storage, E error, S silence, D this resource, M most available, A all; ! failed, ~ warned, ? inconclusive, - not run

    observed choices that differ
      rfc6121/2.2/choice
        prosody: quiet
        ejabberd: loud

    totals
      Server                                Cases  passed  failed  known failures  Requirements
      prosody   Prosody 0.12.3  2025-01-02  3      3       0       0               1 met, 0 failed, 0 warned
      ejabberd  ejabberd 23.01  2025-01-02  3      2       1       0               0 met, 1 failed, 0 warned
    "
  `);
});

test('aligns columns in Chinese, whose characters are twice as wide', () => {
  expect(text('zh')).toMatchInlineSnapshot(`
    "有差别的特性
                               prosody  ejabberd
      必须 (MUST)  roster-set  支持     不支持

    有差别的要求 (1)
                                                                                            prosody  ejabberd
      必须 (MUST)  rfc6121-2.3.3-c  名册设置包含多个条目时，服务器必须返回<bad-request/>。  ok       !
      ok 符合，! 不符合，~ 未遵循“应”，? 无法判定，- 未判定

    各服务器都符合的要求：0 项

    消息递送（YD/T 2936 表 1 · RFC 6121 8.5.4）：1 格中有 1 格不同
                             prosody  ejabberd
      no-account/bare  chat  E        S
      O 离线存储，E 错误，S 无声忽略，D 该资源，M 最可用的资源，A 所有资源；! 失败，~ 警告，? 无法判定，- 未运行

    有差别的选择
      rfc6121/2.2/choice
        prosody：quiet
        ejabberd：loud

    总计
      服务器                                用例  通过  失败  已知失败  要求
      prosody   Prosody 0.12.3  2025-01-02  3     3     0     0         符合 1，失败 0，警告 0
      ejabberd  ejabberd 23.01  2025-01-02  3     2     1     0         符合 0，失败 1，警告 0
    "
  `);
});

test('escapes controls from reports', () => {
  const hostile = matrix([chosen(HOSTILE), delivered(HOSTILE)], [chosen('x'), delivered('x')], HOSTILE);
  expect(text('en', hostile)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});

test.each(['en', 'zh'] as const)(
  'the page (%s) shows every server in every table, fetches nothing and runs nothing',
  (lang) => {
    const page = matrixHtml(two, { lang, requirements });
    expect(page.match(/<th scope="col">prosody<\/th><th scope="col">ejabberd<\/th>/g)).toHaveLength(4);
    expect(page).toContain('content="default-src &#39;none&#39;; style-src');
    expect(page).not.toMatch(/<script|<link|<img|src=|https?:/);
    expect(page).not.toContain('undefined');
  },
);

test('the page escapes text from reports', () => {
  const rule = makeResult('x', { requirements: [{ ...kept, id: HOSTILE, verdict: 'failed' }] });
  const hostile = matrix([chosen(HOSTILE), delivered(HOSTILE), rule], [chosen('x'), delivered('x')], HOSTILE);
  const page = matrixHtml(hostile, { lang: 'en', requirements });
  expect(page).not.toMatch(/<script|(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(page).toContain('&lt;script&gt;');
});
