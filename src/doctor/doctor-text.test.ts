import { expect, test } from 'vitest';
import type { Language } from '../model/event.ts';
import { createPaint } from '../report/text/paint.ts';
import { doctorData, headText, reportedCheckText, summaryText } from './doctor-text.ts';
import type { DoctorReport } from './reported-check.ts';

const report: DoctorReport = {
  tool: { name: 'xmppspec', version: '1.2.3' },
  target: { name: 'xmpp://im.example', host: 'im.example', port: 5222, domain: 'verona.example' },
  reported: [
    { name: 'connection', status: 'ok', seen: { kind: 'connected', at: { host: 'im.example', port: 5222 } } },
    { name: 'component', status: 'missing', seen: { kind: 'remote-not-configured' } },
    {
      name: 'sasl',
      status: 'failed',
      seen: { kind: 'no-usable-mechanism', offered: ['X\u001b'], supported: ['PLAIN'] },
    },
    { name: 'login', status: 'not tried', seen: { kind: 'prerequisite-failed', check: 'sasl' } },
    { name: 'roster-get', status: 'ok', seen: { kind: 'feature-offered' } },
  ],
  cases: { selected: 12, canRun: 0, leftOut: [] },
};

const style = { paint: createPaint(false), lang: 'en' } as const;

/** The whole text, which is printed part by part. */
const doctorText = (whole: DoctorReport, { lang }: { readonly lang: Language }): string =>
  [
    headText(whole, { ...style, lang }),
    ...whole.reported.map((check) => reportedCheckText(check, { ...style, lang })),
    summaryText(whole, { ...style, lang }),
  ].join('');

test('the text has a line for each reported check, with what to do below it', () => {
  expect(doctorText(report, style)).toMatchInlineSnapshot(`
    "xmppspec 1.2.3  xmpp://im.example  verona.example

    ok         connection                im.example:5222 accepts connections
    missing    component                 no remote domain is configured
                                         do: give --remote component://host:port/remote.domain, with its secret in XMPPSPEC_REMOTE_SECRET (XEP-0114)
    failed     sasl                      the server offers only X\\u{1b}
                                         do: enable one of PLAIN on the server
    not tried  login                     "sasl" must pass first
    ok         roster-get                offered

    0 of 12 cases can run; 1 check failed
    "
  `);
});

test('the text is Chinese in Chinese', () => {
  expect(doctorText(report, { ...style, lang: 'zh' })).toMatchInlineSnapshot(`
    "xmppspec 1.2.3  xmpp://im.example  verona.example

    正常    连接                      im.example:5222 接受连接
    缺少    组件                      没有配置远程域
                                      建议：给出 --remote component://host:port/remote.domain，其密钥放在 XMPPSPEC_REMOTE_SECRET 中 (XEP-0114)
    失败    SASL 认证                 服务器只提供 X\\u{1b}
                                      建议：在服务器上启用 PLAIN 之一
    未尝试  登录                      须先通过“SASL 认证”
    正常    roster-get                提供

    12 个用例中可运行 0 个；1 项检查失败
    "
  `);
});

test('the JSON has the English texts, what was seen as data, and a version of its schema', () => {
  const { findings, ...rest } = doctorData(report);
  expect(rest).toEqual({ schema: 1, tool: report.tool, target: report.target, cases: report.cases });
  expect(findings.slice(1, 3)).toEqual([
    {
      name: 'component',
      status: 'missing',
      text: 'no remote domain is configured',
      remedy: expect.stringMatching(/^give --remote/),
      seen: { kind: 'remote-not-configured' },
    },
    {
      name: 'sasl',
      status: 'failed',
      text: 'the server offers only X\u001b',
      remedy: 'enable one of PLAIN on the server',
      seen: report.reported[2]?.seen,
    },
  ]);
});

test('the last line says that no check failed', () => {
  const fine = { ...report, reported: report.reported.slice(0, 2), cases: { selected: 1, canRun: 1, leftOut: [] } };
  expect(doctorText(fine, style)).toMatch(/\n1 of 1 case can run; no check failed\n$/);
});

test('texts are broken where a terminal ends, and stay in their column', () => {
  const [, component] = report.reported;
  const text = component === undefined ? '' : reportedCheckText(component, { ...style, columns: 72 });
  expect(text.split('\n').every((line) => line.length <= 72)).toBe(true);
  expect(text).toMatch(
    /^missing {4}component +no remote domain is configured\n {37}do: give --remote\n {41}component:/,
  );
});

test('a limit is no lack, and the last line counts it', () => {
  const limit = { kind: 'streams-failed', of: 20, count: 3, problem: { kind: 'other', message: 'x' } } as const;
  const limited: DoctorReport = { ...report, reported: [{ name: 'limits', status: 'limit', seen: limit }] };
  expect(doctorText(limited, style)).toMatch(
    /^limit .*\n[\s\S]*can run; 1 limit of the server met; no check failed\n$/m,
  );
});
