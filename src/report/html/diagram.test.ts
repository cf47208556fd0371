import { expect, test } from 'vitest';
import type { Actor } from '../../model/case.ts';
import type { Reason } from '../../model/reason.ts';
import type { CaseResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { parseXml } from '../../stanza/xml.ts';
import { reasonText } from '../../wording/reasons.ts';
import { becauseOf, entry, failedResult, makeCase, makeResult, place } from '../report.test-kit.ts';
import { createRename } from '../text/names.ts';
import { textWidth } from './browser/diagram.js';
import { diagram, diagramOf } from './diagram.ts';
import { DIAGRAM, stanzaLabel } from './diagram-label.ts';
import { type Row, rowsOf } from './diagram-rows.ts';

const JIDS = { juliet: 'j@localhost', 'juliet/balcony': 'j@localhost/balcony', romeo: 'r@localhost' };

test.each([
  ['sent', '<presence type="subscribe" to="r@localhost"/>', 'presence subscribe to romeo'],
  ['sent', '<presence/>', 'presence'],
  ['sent', '<presence><show>dnd</show></presence>', 'presence (dnd)'],
  ['sent', '<iq type="set"><query xmlns="jabber:iq:roster"/></iq>', 'iq set roster'],
  ['received', '<iq type="result" from="localhost" to="j@localhost/balcony"/>', 'iq result'],
  ['received', '<iq type="set" from="j@localhost"><query xmlns="jabber:iq:roster"/></iq>', 'iq set roster'],
  ['received', '<message type="chat" from="r@localhost/x"/>', 'message chat from romeo/x'],
  ['received', '<iq type="error"><error><service-unavailable/></error></iq>', 'error service-unavailable'],
  ['received', '<message type="error"><error><gone/></error></message>', 'message error gone'],
  ['received', '<message type="${oneof:chat|normal}" from="${any}"/>', 'message'],
] as const)('a stanza %s is labelled in a few words: %s', (direction, stanza, label) => {
  const labelling = { words: DIAGRAM.en, rename: createRename(JIDS), own: JIDS['juliet/balcony'], direction };
  expect(stanzaLabel(parseXml(stanza), labelling)).toBe(label);
});

const labels = (rows: readonly Row[]) => rows.map(({ kind, label, tone }) => [kind, label, tone]);
const linesOf = (result: CaseResult) => diagramOf(result, 'en', () => '#x');

test('folds setup and fences, and puts a missing stanza before the fence that should have delivered it', () => {
  expect(labels(rowsOf(failedResult(), 'en'))).toEqual([
    ['band', 'setup: 1 stanza', 'faint'],
    ['sent', 'iq set roster', ''],
    ['received', '≈ closest: iq result', 'near'],
    ['received', '✗ missing: error bad-request', 'bad missing'],
    ['fence', '', ''],
  ]);
});

const session = (name: string, isRemote: boolean): Actor => {
  const ref = `${name}/one`;
  const plan = { ref, resource: 'one', roster: true, answers: true, atStart: true };
  return { name, account: 'fresh', isRemote, sessions: [plan] };
};

const send = (session: string, line: number) =>
  ({ kind: 'send', from: session, stanza: parseXml('<presence/>'), place: { ...place, line } }) as const;

test('puts a missing stanza below the stanza that should have caused it', () => {
  const steps = [send('juliet/one', 1), send('juliet/one', 3)];
  const failure = { kind: 'missing', isOutOfOrder: false, expected: parseXml('<presence/>') } as const;
  const check = { place: { ...place, line: 2 }, session: 'juliet/one', requirements: [], verdict: 'warned' as const };
  const at = { session: 'juliet/one', direction: 'sent' } as const;
  const result = makeResult('a/1/b', {
    case: makeCase('a/1/b', { actors: [session('juliet', false)], steps }),
    checks: [{ ...check, failure }],
    transcript: [
      entry({ ...at, atMs: 1, stanza: parseXml('<presence id="a"/>') }),
      entry({ ...at, atMs: 2, kind: 'fence' }),
      entry({ ...at, atMs: 3, stanza: parseXml('<presence id="b"/>') }),
      entry({ ...at, atMs: 4, kind: 'fence' }),
    ],
  });
  expect(rowsOf(result, 'en').map(({ kind, tone }) => `${kind} ${tone}`.trim())).toEqual([
    'sent',
    'received warn missing',
    'fence bad',
    'sent',
    'fence bad',
  ]);
});

test('marks unexpected stanzas, automatic answers and ambient traffic in words', () => {
  const stray = parseXml('<message from="r@localhost"/>');
  const failure = { kind: 'unexpected', allowed: [], closest: stray } as const;
  const check = { place, session: 'juliet/balcony', requirements: [], verdict: 'failed' as const, failure };
  const transcript = [
    entry({ stanza: stray }),
    entry({ direction: 'sent', kind: 'auto', stanza: parseXml('<iq type="result"/>') }),
    entry({ kind: 'ambient', stanza: parseXml('<message/>') }),
  ];
  expect(labels(rowsOf(makeResult('a/1/b', { checks: [check], transcript, jids: JIDS }), 'en'))).toEqual([
    ['received', '✗ unexpected: message from romeo', 'bad'],
    ['sent', 'iq result (automatic)', 'faint'],
    ['received', 'message (ambient)', 'faint'],
  ]);
});

test('sessions of the engine share a lifeline, and what they read is one row', () => {
  const looks = ['sent', 'received'].map((direction) =>
    entry({
      session: 'juliet/reader-7.ab12',
      kind: 'setup',
      direction: direction as 'sent',
      stanza: parseXml('<presence/>'),
    }),
  );
  const own = { session: 'juliet/reader-9.ab12', direction: 'sent', stanza: parseXml('<presence/>') } as const;
  const result = makeResult('a/1/b', { transcript: [entry({}), entry(own), ...looks] });
  expect(linesOf(result).lines).toEqual(['juliet/reader', 'server']);
  expect(labels(rowsOf(result, 'en')).at(-1)).toEqual(['band', 'a new session reads the state: 2 stanzas', 'faint']);
});

/** Six sessions, each of which sends and receives what has the longest labels. */
function crowd(): CaseResult {
  const names = ['juliet', 'nurse', 'mercutio', 'benvolio', 'romeo', 'rosaline'];
  const actors = names.map((name, index) => session(name, index > 3));
  const long = parseXml(
    '<presence type="error" from="mercutio@localhost/x" to="a@b"><error><remote-server-not-found/></error></presence>',
  );
  const transcript = actors.flatMap(({ name }, index) =>
    (['sent', 'received'] as const).map((direction) =>
      entry({ session: `${name}/one`, direction, atMs: index * 100, stanza: long }),
    ),
  );
  return makeResult('a/1/b', { case: makeCase('a/1/b', { actors }), transcript });
}

test('draws local sessions left of the server and remote ones right', () => {
  const { lines, server } = linesOf(crowd());
  expect(lines.slice(0, server)).toEqual(['juliet/one', 'nurse/one', 'mercutio/one', 'benvolio/one']);
  expect(lines.slice(server + 1)).toEqual(['romeo/one', 'rosaline/one']);
});

interface Box {
  readonly isLabel: boolean;
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

/** The texts of a picture below the heads of its lifelines; those of arrows are labels. */
function boxesOf(svg: string): readonly Box[] {
  return svg.split('translate(0 ').slice(1).flatMap(rowBoxes);
}

function rowBoxes(row: string): readonly Box[] {
  return [...row.matchAll(/<text( class="(\w+)")? x="(\d+)" y="(\d+)">([^<]*)</g)].map(
    ([, , kind = '', x, y, text = '']) => {
      const width = textWidth(text, text.startsWith('✗'));
      const from = Number(x) - ({ mid: width / 2, ms: (width * 10) / 12, end: width }[kind] ?? 0);
      const to = kind === 'ms' ? Number(x) : from + width;
      return { isLabel: kind === '' || kind === 'end', from, to, y: Number.parseInt(row, 10) + Number(y) };
    },
  );
}

test('with six sessions no label leaves the diagram, overlaps another or crosses the server', () => {
  const svg = diagram(crowd(), 'en', () => '#x').text;
  const boxes = boxesOf(svg);
  const width = Number(/ width="(\d+)"/.exec(svg)?.[1]);
  expect(boxes.filter((box) => box.from < 0 || box.to > width)).toEqual([]);
  const meets = (one: Box, other: Box) =>
    one !== other && Math.abs(one.y - other.y) < 10 && one.from < other.to && other.from < one.to;
  expect(boxes.filter((box) => boxes.some((other) => meets(box, other)))).toEqual([]);
  const server = Number(/server" x="(\d+)"/.exec(svg)?.[1]) + 59;
  expect(boxes.filter(({ isLabel, from, to }) => isLabel && from < server && to > server)).toEqual([]);
});

test('wraps a long sentence without cutting it', () => {
  const state = 'None + Pending Out+In';
  const reason: Reason = { kind: 'request-not-redelivered', state, user: 'juliet', contact: 'romeo' };
  const transcript = [entry({ kind: 'setup', stanza: parseXml('<presence/>') })];
  const svg = diagram(makeResult('a/1/b', { outcome: 'broken', reason, transcript }), 'en', () => '#x').text;
  const texts = [...svg.matchAll(/<text class="mid"[^>]*>([^<]*)</g)].map(([, text = '']) => text);
  expect(texts.slice(-2).join(' ').replaceAll('&quot;', '"')).toBe(`✗ ${reasonText(reason, 'en')}`);
});

test('a case that broke during setup shows its last stanzas and the reason', () => {
  const transcript = Array.from({ length: 60 }, (_, at) =>
    entry({ atMs: at, kind: at % 4 < 3 ? 'setup' : 'fence', direction: 'sent', stanza: parseXml('<presence/>') }),
  );
  const end = entry({
    atMs: 60,
    kind: 'setup',
    direction: 'note',
    note: { kind: 'ended', cause: { kind: 'stream-closed-by-client' } },
  });
  const result = makeResult('a/1/b', {
    outcome: 'broken',
    reason: becauseOf('fence lost'),
    transcript: [...transcript, end],
  });
  const rows = labels(rowsOf(result, 'en'));
  expect(rows[0]).toEqual(['band', 'setup: 33 stanzas', 'faint']);
  expect(rows.filter(([kind]) => kind === 'sent')).toHaveLength(20);
  expect(rows.at(-1)).toEqual(['band', '✗ fence lost', 'bad']);
});

test('counts the stanzas of the setup as the console does, and lists them', () => {
  const ping = entry({ kind: 'fence', direction: 'sent', stanza: parseXml('<iq type="get"/>') });
  const transcript = [
    entry({ kind: 'setup', stanza: parseXml('<presence/>') }),
    ping,
    entry({ stanza: parseXml('<message/>') }),
  ];
  const [row] = rowsOf(makeResult('a/1/b', { transcript }), 'en');
  expect(row?.label).toBe('setup: 2 stanzas');
  expect(row?.folded).toEqual(transcript.slice(0, 2));
});

test('text from a server does not become markup', () => {
  const nasty = {
    name: '<script>"',
    ns: 'jabber:client',
    attrs: { from: `'"><img onerror=x>\u202e`, type: '<b>' },
    children: [],
  };
  const svg = diagram(makeResult('a/1/b', { transcript: [entry({ stanza: nasty })] }), 'en', () => '#x').text;
  expect(svg).not.toMatch(/<script|<img|<b>|\u202e/);
  expect(svg).toContain('&lt;script&gt;&quot; &lt;b&gt; from');
});

test('omits rows in the middle of a long case', () => {
  const transcript = Array.from({ length: 5000 }, (_, atMs) => entry({ atMs, stanza: parseXml('<message/>') }));
  const rows = rowsOf(makeResult('a/1/b', { transcript }), 'en');
  expect(rows).toHaveLength(26);
  expect(labels(rows)[10]).toEqual(['band', '4975 rows omitted', 'faint']);
});

test('links each arrow to the XML of its stanza', () => {
  const hrefs: TranscriptEntry[] = [];
  const svg = diagram(failedResult(), 'en', (entry) => `#s${hrefs.push(entry)}`).text;
  expect(svg.match(/<a [^>]*href="#s\d"/g)).toHaveLength(2);
  expect(hrefs.map(({ direction }) => direction)).toEqual(['sent', 'received']);
});
