import { expect, test } from 'vitest';
import type { Language } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import { federationOf } from '../../results/federation.ts';
import { failedResult, requirements } from '../report.test-kit.ts';
import { createPaint } from '../text/paint.ts';
import { grid, passed, RULE, RUNS, runOf } from './federation.test-kit.ts';
import { federationHtml } from './federation-html.ts';
import { federationText } from './federation-text.ts';

const text = (lang: Language, of = grid) => federationText(of, { requirements, lang, paint: createPaint(false) });
const page = (lang: Language, of = grid) => federationHtml(of, { requirements, lang });
const interop = (shown: string) => /<table class="interop".*?<\/table>/s.exec(shown)?.[0] ?? '';

test('leads with what breaks only together, has each rule once, and says what cannot be tested', () => {
  expect(text('en')).toMatchInlineSnapshot(`
    "Interop of a, b, c
    2025-01-02 03:04 UTC · xmppspec 0.1.0 · 8 of 9 runs
    1 rule breaks only between two servers, each of which meets it alone: a → b (1).
    Interop score 0 %: all pairs meet 0 of the 2 rules that were checked between servers.

    What breaks between servers
      users on ↓ · contacts on →  a                b                c
      a                           0 own            1 only together  not testable
      b                           0 only together  0 own            not run
      c                           not testable     not testable     not testable
      Users live on the server of the row, their contacts on the server of the column.
      Only together: rules that break between the two servers, although each server meets them when it is tested alone.
      Own: rules that break between them and that the named server breaks alone as well, or is shown to be at fault for.

    Ranking
      Rank  Server  Interop score  Rules met in all pairs  Software
      1     a       0 %            0 of 2 rules            A 1.0
      1     b       0 %            0 of 2 rules            B 1.0
      –     c       –              –
      Interop score of a server: of the rules checked in its pairs, the share that all its pairs meet. A rule does not count against it where the other server is shown to be the one at fault.

    Break only together (1)
      failed  MUST  rfc6121-2.3.3-c  Return <bad-request/> when the set holds more than one item.
        a → b (1 case, at fault: b); b → a (1 case, 1 known)

    Not tested on each server alone (1)
      warned  SHOULD  rfc6121-2.2-a  Ask for the roster before sending initial presence.
        a → b (1 case)

    Run by run
      Run      Rules broken                         Cases passed  Other cases
      a → b    1 only together; 1 not tested alone  1 of 3        1 failed, 1 warned
      b → a    0 only together; 1 known             1 of 2        1 failed, 0 new
      a alone  0 own                                1 of 1        1 skipped
      b alone  0 own                                1 of 1

    a → c: not testable
      a → c, certificate: the certificate of c has expired
        do: renew it
      c → a, ping: no way to a

    c → a: not testable
      c, connection: connection refused

    c → b: not testable
      c, connection: connection refused

    c alone: not testable
      c, connection: connection refused
    "
  `);
});

test('says the same in Chinese', () => {
  expect(text('zh')).toMatchInlineSnapshot(`
    "a、b、c互通结果
    2025-01-02 03:04 UTC · xmppspec 0.1.0 · 已完成 8/9 次运行
    有 1 项要求两台服务器单独测试时都符合，互联时却违反：a → b（1）。
    互通率 0%：服务器之间检查了 2 项要求，其中 0 项各对服务器全部符合。

    服务器之间违反了什么
      用户 ↓ · 联系人 →  a                   b                   c
      a                  自身 0              1 项仅在互联时违反  无法测试
      b                  0 项仅在互联时违反  自身 0              未运行
      c                  无法测试            无法测试            无法测试
      用户在行所示的服务器上，联系人在列所示的服务器上。
      仅在互联时违反：两台服务器单独测试时都符合，互联时却违反的要求。
      自身：互联时违反，而所示服务器单独测试时也违反，或已表明责任在它的要求。

    排名
      名次  服务器  互通率  各对都符合的要求  软件
      1     a       0%      0/2 项要求        A 1.0
      1     b       0%      0/2 项要求        B 1.0
      –     c       –       –
      一台服务器的互通率：与它有关的各对服务器检查过的要求中，全部符合的比例。已表明责任在另一台服务器的，不计入。

    仅在互联时违反（1）
      失败  必须 (MUST)  rfc6121-2.3.3-c  名册设置包含多个条目时，服务器必须返回<bad-request/>。
        a → b（1 个用例，责任：b）；b → a（1 个用例，已知 1）

    未在各服务器上单独测试（1）
      警告  应 (SHOULD)  rfc6121-2.2-a  客户端应在发送初始化表示之前请求名册。
        a → b（1 个用例）

    逐次运行
      运行       违反的要求                        通过的用例  其余用例
      a → b      1 项仅在互联时违反；未单独测试 1  1/3         失败 1，警告 1
      b → a      0 项仅在互联时违反；已知 1        1/2         失败 1，新增 0 个
      a（单独）  自身 0                            1/1         跳过 1
      b（单独）  自身 0                            1/1

    a → c：无法测试
      a → c，certificate：the certificate of c has expired
        建议：renew it
      c → a，ping：no way to a

    c → a：无法测试
      c，connection：connection refused

    c → b：无法测试
      c，connection：connection refused

    c（单独）：无法测试
      c，connection：connection refused
    "
  `);
});

test('no text is cut: a rule stands in full', () => {
  const long = 'word '.repeat(60).trim();
  const given = new Map(requirements);
  given.set(RULE, { ...requirements.get(RULE)!, text: long });
  expect(federationText(grid, { requirements: given, lang: 'en', paint: createPaint(false) })).toContain(long);
});

test.each(['en', 'zh'] as const)(
  'the page (%s) fetches nothing, runs its search alone and has a cell for each run',
  (lang) => {
    const shown = page(lang);
    expect(shown).toMatch(/content="default-src &#39;none&#39;; [^"]*script-src &#39;sha256-[^"]*"/);
    expect(shown.match(/<script>/g)).toHaveLength(1);
    expect(shown).not.toMatch(/<link|<img|src=|https?:|undefined/);
    expect(interop(shown).match(/<td /g)).toHaveLength(9);
  },
);

test('a cell leads with the number of rules that break only together, in the colour of their share', () => {
  const cells = [...interop(page('en')).matchAll(/<td role="cell" class="([^"]+)">.*?<\/td>/g)];
  const shown = cells.map(
    ([cell = '', color]) => `${color} ${cell.replace(/<span class="to.*?<\/span>/, '').replace(/<[^>]*>/g, ' ')}`,
  );
  expect(shown.map((cell) => cell.replace(/\s+/g, ' ').trim())).toEqual([
    ...['alone 0 own', 's-0 1 only together 1 not tested alone', 'o-broken not testable'],
    ...['s-100 0 only together 1 known', 'alone 0 own', 's-none not run'],
    ...['o-broken not testable', 'o-broken not testable', 'o-broken not testable'],
  ]);
});

test('every link inside the page has a target, and every other one is a report beside it', () => {
  const shown = page('en');
  const inside = [...shown.matchAll(/href="#([^"]+)"/g)].map(([, anchor]) => anchor);
  expect(inside).toContain('pair-1-2');
  const green = page('en', federationOf(['a', 'b'], RUNS.slice(0, 2), requirements));
  for (const one of [shown, green]) {
    for (const [, anchor] of one.matchAll(/href="#([^"]+)"/g)) expect(one, anchor).toContain(` id="${anchor}"`);
  }
  const reports = RUNS.filter(({ report }) => report !== undefined).map(({ file }) => encodeURIComponent(file));
  const links = [...shown.matchAll(/href="([^#"]+)[#"]/g)].map(([, link]) => link ?? '');
  expect(new Set(links)).toEqual(new Set(reports.flatMap((file) => [`${file}.html`, `${file}.json.gz`])));
});

test('a rule stands once, with a link to the test of each pair that breaks it', () => {
  const shown = page('en');
  expect(shown.match(new RegExp(`<tr [^>]*id="rule-${RULE}"`, 'g'))).toHaveLength(1);
  const row = /<tr [^>]*id="rule-rfc6121-2\.3\.3-c".*?<\/tr>/s.exec(shown)?.[0] ?? '';
  const chips = [...row.matchAll(/class="chip[^"]*" href="([^"]*)"/g)].map(([, address]) => address);
  expect(chips).toEqual(['a%2Bb', 'b%2Ba'].map((file) => `${file}.html#case-rfc6121/2.3/set-refused:two-items`));
});

test('a page that is not complete loads itself again, and says how many runs are over', () => {
  const running = federationOf(['a', 'b', 'c'], RUNS.slice(0, 4), requirements, { left: 5, title: 'Interop night' });
  expect(page('en', running)).toContain('<meta http-equiv="refresh"');
  expect(page('en', running)).toContain('4 of 9 runs');
  expect(page('en', running)).toContain('<title>Interop night, 2025-01-02</title>');
  expect(page('en')).not.toContain('http-equiv="refresh"');
});

test('what changed since an earlier event stands in the cell', () => {
  const pair = (...results: CaseResult[]) => [
    runOf('a', 'a', [passed()]),
    runOf('b', 'b', [passed()]),
    runOf('a', 'b', results),
  ];
  const before = federationOf(['a', 'b'], pair(failedResult()), requirements);
  const now = federationOf(['a', 'b'], pair(passed()), requirements, { before });
  expect(interop(page('en', now))).toContain('<small class="change">↑1</small>');
  expect(text('en', now)).toContain('0 only together ↑1');
});

test('runs in which every rule is met are folded into one line', () => {
  const green = [runOf('a', 'a', [passed()]), runOf('b', 'b', [passed()]), runOf('a', 'b', [passed()])];
  const shown = page('en', federationOf(['a', 'b'], green, requirements));
  expect(shown).toContain('<details><summary>3 runs in which every rule is met</summary>');
});

test('says which server breaks a requirement alone as well', () => {
  const runs = [runOf('a', 'a', [failedResult()]), runOf('b', 'b', [passed()]), runOf('a', 'b', [failedResult()])];
  const both = federationOf(['a', 'b'], runs, requirements);
  expect(text('en', both)).toMatch(
    /Break in pairs because of one of the servers \(1\)\n.*\n +a alone \(1 case\); and in 1 pair\n/,
  );
  expect(interop(page('en', both))).toContain('own: a 1');
});

const HOSTILE = '</td><script>alert(1)</script>\u001b[31m\u202e';

test.each(['en', 'zh'] as const)('names and messages from elsewhere (%s) neither mark up nor control', (lang) => {
  const both = { en: HOSTILE, zh: HOSTILE };
  const blocked = { server: 'b', peer: HOSTILE, file: HOSTILE, obstacles: [{ text: both, remedy: both }] };
  const runs = [runOf(HOSTILE, 'b', [failedResult(HOSTILE)]), blocked];
  const hostile = federationOf([HOSTILE, 'b'], runs, requirements);
  expect(page(lang, hostile)).not.toMatch(/<script(?!>)|alert\(1\)<|(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(text(lang, hostile)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});
