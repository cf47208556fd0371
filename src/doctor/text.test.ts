import { expect, test } from 'vitest';
import { createPaint } from '../report/text/paint.ts';
import { type DoctorReport, doctorData, doctorText } from './text.ts';

const report: DoctorReport = {
  tool: { name: 'xmppspec', version: '1.2.3' },
  target: { name: 'xmpp://im.example', host: 'im.example', port: 5222, domain: 'verona.example' },
  findings: [
    { name: 'connection', status: 'ok', text: 'im.example:5222 takes connections' },
    { name: 'component', status: 'missing', text: 'no remote domain is configured', remedy: 'give --remote' },
    { name: 'sasl', status: 'failed', text: 'no mechanism is offered' },
    { name: 'login', status: 'not tried', text: '"sasl" comes first' },
  ],
  cases: { selected: 12, canRun: 0, leftOut: [] },
};

test('the text has a line for each finding, and what to do below it', () => {
  expect(doctorText(report, { paint: createPaint(false), lang: 'en' })).toMatchInlineSnapshot(`
    "xmppspec 1.2.3  xmpp://im.example  verona.example

    ok         connection  im.example:5222 takes connections
    missing    component   no remote domain is configured
                           do: give --remote
    failed     sasl        no mechanism is offered
    not tried  login       "sasl" comes first

    0 of 12 cases can run; 1 check failed
    "
  `);
});

test('the data are the report and the version of their form', () => {
  expect(doctorData(report)).toEqual({ schema: 1, ...report });
});

test('where nothing failed the text says so', () => {
  const fine = { ...report, findings: report.findings.slice(0, 2), cases: { selected: 1, canRun: 1, leftOut: [] } };
  expect(doctorText(fine, { paint: createPaint(false), lang: 'en' })).toMatch(
    /\n1 of 1 case can run; nothing failed\n$/,
  );
});
