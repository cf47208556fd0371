import { expect, test } from 'vitest';
import type { Language } from '../../model/event.ts';
import { federationOf } from '../../results/federation.ts';
import { failedResult, requirements } from '../report.test-kit.ts';
import { createPaint } from '../text/paint.ts';
import { grid, RUNS, runOf } from './federation.test-kit.ts';
import { federationHtml } from './page.ts';
import { federationText } from './text.ts';

const text = (lang: Language, of = grid) => federationText(of, { requirements, lang, paint: createPaint(false) });
const page = (lang: Language, of = grid) => federationHtml(of, { requirements, lang });

test('shows N by N servers, then each pair that broke a requirement or cannot be tested', () => {
  expect(text('en')).toMatchInlineSnapshot(`
    "Every server with every other one
         a             b             c
      a  1/1           1/3           not testable
      b  1/2, 0 new    1/1           not run
      c  not testable  not testable  not testable
      Cases that passed, of those that ran. Users live on the server of the row, contacts on that of the column. A server with itself: it is tested alone.

    a → b: 1 of 3 passed, 1 failed, 1 warned, 1 requirement not met, 1 requirement not followed
      failed  MUST    rfc6121-2.3.3-c  Return <bad-request/> when the set holds more than one item.  1 case  at fault: b  only together
      warned  SHOULD  rfc6121-2.2-a    Ask for the roster before sending initial presence.           1 case

    a → c: not testable
      a → c, certificate: the certificate of c has expired
        do: renew it
      c → a, ping: no way to a

    b → a: 1 of 2 passed, 1 failed, 1 known failure, 0 new, 1 requirement not met
      failed  MUST  rfc6121-2.3.3-c  Return <bad-request/> when the set holds more than one item.  1 case  at fault: not shown which  known, only together

    c → a: not testable
      c, connection: connection refused

    c → b: not testable
      c, connection: connection refused

    c alone: not testable
      c, connection: connection refused

    Only together: each of the two servers meets the requirement when it is tested alone.
    "
  `);
});

test('says the same in Chinese', () => {
  expect(text('zh')).toMatchInlineSnapshot(`
    "每台服务器与其他各台服务器
         a               b         c
      a  1/1             1/3       无法测试
      b  1/2，新增 0 个  1/1       未运行
      c  无法测试        无法测试  无法测试
      通过的用例数与运行的用例数。用户在行所示的服务器上，联系人在列所示的服务器上。行列相同处为该服务器单独测试的结果。

    a → b：运行 3，通过 1，失败 1，警告 1，不符合的要求 1 项，未遵循的要求 1 项
      失败  必须 (MUST)  rfc6121-2.3.3-c  名册设置包含多个条目时，服务器必须返回<bad-request/>。  1 个用例  责任：b  仅在互联时
      警告  应 (SHOULD)  rfc6121-2.2-a    客户端应在发送初始化表示之前请求名册。                  1 个用例

    a → c：无法测试
      a → c，certificate：the certificate of c has expired
        建议：renew it
      c → a，ping：no way to a

    b → a：运行 2，通过 1，失败 1，已知失败 1 个，新增 0 个，不符合的要求 1 项
      失败  必须 (MUST)  rfc6121-2.3.3-c  名册设置包含多个条目时，服务器必须返回<bad-request/>。  1 个用例  责任：无法区分  已知，仅在互联时

    c → a：无法测试
      c，connection：connection refused

    c → b：无法测试
      c，connection：connection refused

    c（单独）：无法测试
      c，connection：connection refused

    仅在互联时：两台服务器单独测试时都符合该项要求。
    "
  `);
});

test.each(['en', 'zh'] as const)('the page (%s) fetches nothing, runs nothing and has a cell for each pair', (lang) => {
  const shown = page(lang);
  expect(shown).toContain('content="default-src &#39;none&#39;; style-src');
  expect(shown).not.toMatch(/<script|<link|<img|src=|https?:|undefined/);
  expect(shown.match(/<td class="o-[a-z]+">/g)).toHaveLength(9);
});

test('the page links each cell to its part, and each part to the reports beside it', () => {
  const shown = page('en');
  const anchors = [...shown.matchAll(/href="#(pair-\d-\d)"/g)].map(([, anchor]) => anchor);
  expect(anchors).toHaveLength(8);
  for (const anchor of anchors) expect(shown).toContain(`<section id="${anchor}">`);
  const reports = RUNS.filter(({ report }) => report !== undefined).map(({ file }) => encodeURIComponent(file));
  const links = [...shown.matchAll(/href="([^#"]+)"/g)].map(([, link]) => link);
  expect(links.toSorted()).toEqual(reports.flatMap((file) => [`${file}.html`, `${file}.json`]).toSorted());
});

test('the page has the pairs before the servers alone, and each case that it names leads to the report', () => {
  const shown = page('en');
  const heads = [...shown.matchAll(/<h3>([^<]*)<\/h3>/g)].map(([, head]) => head);
  expect(heads.slice(0, 5).join()).not.toContain('alone');
  expect(heads.slice(5)).toEqual(['a alone', 'b alone', 'c alone']);
  const named = [...shown.matchAll(/<p>(?:<a href="([^"]*)">)?<code>/g)].map(([, address]) => address);
  expect(named).toContain('a%2Bb.html#case-rfc6121/2.3/set-refused:two-items');
  expect(named).not.toContain(undefined);
});

test('says which server breaks a requirement alone as well', () => {
  const runs = [runOf('a', 'a', [failedResult()]), runOf('a', 'b', [failedResult()])];
  const both = federationOf(['a', 'b'], runs, requirements);
  expect(text('en', both)).toMatch(/1 case +also alone: a\n/);
  expect(page('zh', both)).toContain('<small>单独测试时亦然：a</small>');
});

const HOSTILE = '</td><script>alert(1)</script>\u001b[31m\u202e';

test.each(['en', 'zh'] as const)('names and messages from elsewhere (%s) neither mark up nor control', (lang) => {
  const both = { en: HOSTILE, zh: HOSTILE };
  const blocked = { server: 'b', peer: HOSTILE, file: HOSTILE, obstacles: [{ text: both, remedy: both }] };
  const runs = [runOf(HOSTILE, 'b', [failedResult(HOSTILE)]), blocked];
  const hostile = federationOf([HOSTILE, 'b'], runs, requirements);
  expect(page(lang, hostile)).not.toMatch(/<script|(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(text(lang, hostile)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});
