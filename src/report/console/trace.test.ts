import { expect, test } from 'vitest';
import type { ReporterSetup } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import { parseXml } from '../../stanza/xml.ts';
import { becauseOf, entry, failedResult, info, makeResult, noteOf, requirements } from '../report.test-kit.ts';
import { createTrace, traceLabel } from './trace.ts';

const two = failedResult('rfc6121/2.3/f');
const actor = {
  name: 'juliet',
  account: 'fresh',
  isRemote: false,
  sessions: ['balcony', 'chamber'].map((resource) => ({
    ...{ ref: `juliet/${resource}`, resource, roster: true, answers: true, atStart: true },
  })),
};
const result: CaseResult = { ...two, case: { ...two.case, actors: [actor] } };

/** What the trace writes about the case: as it flows where one case runs at a time, or once it is finished. */
function traced(one: CaseResult, setup: Partial<ReporterSetup> = {}, jobs = 8): string {
  const texts: string[] = [];
  const write = (text: string) => void texts.push(text);
  const base = { requirements, lang: 'en' as const, color: false, terminal: false, trace: true, write };
  const on = createTrace({ ...base, ...setup }, { ...info, jobs }, write);
  on({ type: 'case-started', case: one.case });
  if (jobs === 1) {
    for (const entry of one.transcript.entries) on({ type: 'stanza', case: one.case, entry, jids: one.jids });
  }
  const beforeEnd = texts.join('');
  on({ type: 'case-finished', result: one });
  return jobs === 1 ? `${beforeEnd}|${texts.join('').slice(beforeEnd.length)}` : texts.join('');
}

test('writes one line for each stanza of the steps', () => {
  expect(traced(result)).toMatchInlineSnapshot(`
    "
    rfc6121/2.3/f  A roster set is refused
          12 ms  juliet/balcony -> server  iq set roster                 <iq type="set" id="bad.k3"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/><item jid="mother@localhost"/></query></iq>
          13 ms  server -> juliet/balcony  iq result                     <iq type="result" id="bad.k3" to="\${juliet/balcony}"/>
      failed after 12 ms
    "
  `);
});

test('cuts lines at the width of the terminal', () => {
  const lines = traced(result, { columns: 70, color: true }).split('\n');
  const widths = lines.map((line) => line.replace(/\p{Cc}\[\d+m/gu, '').length);
  expect(Math.max(...widths)).toBe(70);
});

test('-v shows setup and fences, too', () => {
  expect(traced(result, { verbosity: 1, columns: 90 })).toMatchInlineSnapshot(`
    "
    rfc6121/2.3/f  A roster set is refused
           0 ms  juliet/balcony            (setup)  connected as \${juliet/balcony}
           3 ms  juliet/balcony -> server  presence                      (setup)  <presence/>
          12 ms  juliet/balcony -> server  iq set roster                 <iq type="set" id=...
          12 ms  juliet/balcony -> server  iq get ping                   (ping)  <iq type="...
          13 ms  server -> juliet/balcony  iq result                     <iq type="result" ...
          14 ms  server -> juliet/balcony  iq result                     (ping)  <iq type="...
      failed after 12 ms
    "
  `);
});

test('-vv shows every stanza in full', () => {
  expect(traced(result, { verbosity: 2, columns: 90 })).toMatchInlineSnapshot(`
    "
    rfc6121/2.3/f  A roster set is refused
           0 ms  juliet/balcony            (setup)  connected as \${juliet/balcony}
           3 ms  juliet/balcony -> server  presence                      (setup)
                 <presence/>
          12 ms  juliet/balcony -> server  iq set roster
                 <iq type="set" id="bad.k3">
                   <query xmlns="jabber:iq:roster">
                     <item jid="nurse@localhost"/>
                     <item jid="mother@localhost"/>
                   </query>
                 </iq>
          12 ms  juliet/balcony -> server  iq get ping                   (ping)
                 <iq type="get" id="fence-1.k3" to="localhost">
                   <ping xmlns="urn:xmpp:ping"/>
                 </iq>
          13 ms  server -> juliet/balcony  iq result
                 <iq type="result" id="bad.k3" to="\${juliet/balcony}"/>
          14 ms  server -> juliet/balcony  iq result                     (ping)
                 <iq type="result" id="fence-1.k3"/>
      failed after 12 ms
    "
  `);
});

test.each([0, 1, 2])('traces a case that runs alone as it goes, in the same words (verbosity %i)', (verbosity) => {
  const [flown = '', end = ''] = traced(result, { verbosity }, 1).split('|');
  expect(flown + end).toBe(traced(result, { verbosity }));
  expect(end).toBe('  failed after 12 ms\n');
});

test('shows a case that ended during setup in full', () => {
  const entries = result.transcript.entries.filter(({ kind }) => kind !== 'step');
  const broken: CaseResult = { ...result, outcome: 'broken', reason: becauseOf('fence lost'), transcript: { entries } };
  expect(traced(broken, {}, 1)).toMatchInlineSnapshot(`
    "
    rfc6121/2.3/f  A roster set is refused
    |       0 ms  juliet/balcony            (setup)  connected as \${juliet/balcony}
           3 ms  juliet/balcony -> server  presence                      (setup)  <presence/>
          12 ms  juliet/balcony -> server  iq get ping                   (ping)  <iq type="get" id="fence-1.k3" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>
          14 ms  server -> juliet/balcony  iq result                     (ping)  <iq type="result" id="fence-1.k3"/>
      inconclusive after 12 ms
      fence lost
    "
  `);
});

test('writes nothing after the end of a case', () => {
  const texts: string[] = [];
  const write = (text: string) => void texts.push(text);
  const setup = { requirements, lang: 'en' as const, color: false, terminal: false, trace: true, write };
  const on = createTrace(setup, { ...info, jobs: 1 }, write);
  on({ type: 'case-started', case: result.case });
  on({ type: 'case-finished', result });
  const before = texts.length;
  on({ type: 'stanza', case: result.case, entry: entry({ direction: 'note', note: noteOf('closed') }), jids: {} });
  expect(texts.length).toBe(before);
});

test('shows the reason of a skipped case', () => {
  const skipped = makeResult('rfc6121/2.3/s', { outcome: 'skipped', reason: { kind: 'no-remote-domain' } });
  expect(traced(skipped)).toMatchInlineSnapshot(`
    "
    rfc6121/2.3/s  A roster set is refused
      skipped after 12 ms
      no remote domain is configured; use --remote
    "
  `);
});

test('writes the trace in Chinese', () => {
  expect(traced(result, { lang: 'zh', verbosity: 1, columns: 90 })).toMatchInlineSnapshot(`
    "
    rfc6121/2.3/f  A roster set is refused
           0 ms  juliet/balcony            (准备)  已连接为 \${juliet/balcony}
           3 ms  juliet/balcony -> 服务器  presence                      (准备)  <presence/>
          12 ms  juliet/balcony -> 服务器  iq set roster                 <iq type="set" id=...
          12 ms  juliet/balcony -> 服务器  iq get ping                   (栅栏)  <iq type="...
          13 ms  服务器 -> juliet/balcony  iq result                     <iq type="result" ...
          14 ms  服务器 -> juliet/balcony  iq result                     (栅栏)  <iq type="...
      失败，用时 12 ms
    "
  `);
});

test('colours what is sent, received and refused', () => {
  const transcript = [
    entry({ direction: 'sent', stanza: parseXml('<message/>') }),
    entry({ stanza: parseXml('<message/>') }),
    entry({ stanza: parseXml('<message type="error"/>') }),
  ];
  const text = traced({ ...result, transcript: { entries: transcript } }, { color: true, columns: 75 });
  expect(text.match(/\p{Cc}\[(1|32|33)mmessage/gu)?.map((match) => match.slice(1))).toEqual([
    '[1mmessage',
    '[32mmessage',
    '[33mmessage',
  ]);
});

test('writes nothing without --trace', () => {
  expect(traced(result, { trace: false })).toBe('');
});

test.each([
  ['<presence/>', 'presence'],
  ['<presence type="subscribe" to="romeo@localhost"/>', 'presence subscribe'],
  ['<message type="chat"><body>hi</body></message>', 'message chat'],
  ['<iq type="set"><query xmlns="jabber:iq:roster"><item jid="a@b"/></query></iq>', 'iq set roster'],
  ['<iq type="get"><query xmlns="http://jabber.org/protocol/disco#info"/></iq>', 'iq get disco#info'],
  ['<iq type="get"><ping xmlns="urn:xmpp:ping"/></iq>', 'iq get ping'],
  ['<iq type="result"/>', 'iq result'],
  [
    '<iq type="error"><query xmlns="jabber:iq:roster"/><error><bad-request xmlns="s"/></error></iq>',
    'iq error bad-request',
  ],
  ['<presence type="&#x202e;evil&#xa;"/>', 'presence \\u{202e}evil\\n'],
])('labels %s as "%s"', (stanza, label) => {
  expect(traceLabel(parseXml(stanza))).toBe(label);
});
