import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Actor, CaseResult, TranscriptEntry } from '../model.ts';
import { diagram, diagramData } from './html-diagram.ts';
import { stanzaLabel } from './html-diagram-label.ts';
import { type DiagramRow, layoutDiagram, type Shape, SIZES } from './html-diagram-layout.ts';
import { DIAGRAM_SCRIPT } from './html-diagram-script.ts';
import { DIAGRAM } from './html-diagram-words.ts';
import { escapeHtml } from './html-text.ts';
import { createRename } from './names.ts';
import { entry, failedResult, makeCase, makeResult, place, xml } from './report.test-kit.ts';

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
  const told = { words: DIAGRAM.en, rename: createRename(JIDS), own: JIDS['juliet/balcony'], direction };
  expect(stanzaLabel(xml(stanza), told)).toBe(label);
});

const rowsOf = (result: CaseResult) => diagramData(result, 'en').rows;
const labels = (rows: readonly DiagramRow[]) => rows.map(([kind, , label = '', , tone = '']) => [kind, label, tone]);

test('setting up and fences are folded, and what is missing stands before the fence that let it be missing', () => {
  expect(labels(rowsOf(failedResult()))).toEqual([
    ['=', 'setting up: 1 stanza', 'faint'],
    ['>', 'iq set roster', ''],
    ['<', '≈ closest: iq result', 'near'],
    ['<', '✗ missing: error bad-request', 'bad missing'],
    ['-', '', ''],
  ]);
});

const session = (name: string, isRemote: boolean): Actor => {
  const ref = `${name}/one`;
  const plan = { ref, resource: 'one', roster: true, answers: true, atStart: true };
  return { name, account: 'fresh', isRemote, sessions: [plan] };
};

const send = (session: string, line: number) =>
  ({ kind: 'send', from: session, stanza: xml('<presence/>'), place: { ...place, line } }) as const;

test('what is missing stands below the stanza that should have caused it', () => {
  const steps = [send('juliet/one', 1), send('juliet/one', 3)];
  const failure = { kind: 'missing', message: 'nothing came', expected: xml('<presence/>') } as const;
  const check = { place: { ...place, line: 2 }, session: 'juliet/one', requirements: [], verdict: 'warned' as const };
  const at = { session: 'juliet/one', direction: 'sent' } as const;
  const result = makeResult('a/1/b', {
    case: makeCase('a/1/b', { actors: [session('juliet', false)], steps }),
    checks: [{ ...check, failure }],
    transcript: [
      entry({ ...at, atMs: 1, stanza: xml('<presence id="a"/>') }),
      entry({ ...at, atMs: 2, kind: 'fence' }),
      entry({ ...at, atMs: 3, stanza: xml('<presence id="b"/>') }),
      entry({ ...at, atMs: 4, kind: 'fence' }),
    ],
  });
  expect(rowsOf(result).map(([kind, , , , tone]) => `${kind}${tone ?? ''}`)).toEqual([
    '>',
    '<warn missing',
    '-bad',
    '>',
    '-bad',
  ]);
});

test('an unexpected stanza, an automatic answer and ambient traffic are told apart in words', () => {
  const stray = xml('<message from="r@localhost"/>');
  const failure = { kind: 'unexpected', message: 'nothing allows it', closest: stray } as const;
  const check = { place, session: 'juliet/balcony', requirements: [], verdict: 'failed' as const, failure };
  const transcript = [
    entry({ stanza: stray }),
    entry({ direction: 'sent', kind: 'auto', stanza: xml('<iq type="result"/>') }),
    entry({ kind: 'ambient', stanza: xml('<message/>') }),
  ];
  expect(labels(rowsOf(makeResult('a/1/b', { checks: [check], transcript, jids: JIDS })))).toEqual([
    ['<', '✗ unexpected: message from romeo', 'bad'],
    ['>', 'iq result (automatic)', 'faint'],
    ['<', 'message (ambient)', 'faint'],
  ]);
});

test('the sessions of the engine share a lifeline, and their reading is one row', () => {
  const looks = ['sent', 'received'].map((direction) =>
    entry({
      session: 'juliet/reader-7.ab12',
      kind: 'setup',
      direction: direction as 'sent',
      stanza: xml('<presence/>'),
    }),
  );
  const own = { session: 'juliet/reader-9.ab12', direction: 'sent', stanza: xml('<presence/>') } as const;
  const { lines, rows } = diagramData(makeResult('a/1/b', { transcript: [entry({}), entry(own), ...looks] }), 'en');
  expect(lines).toEqual(['juliet/reader', 'server']);
  expect(labels(rows).at(-1)).toEqual(['=', 'a fresh session looks: 2 stanzas', 'faint']);
});

/** Six sessions, each of which sends and receives what has the longest labels. */
function crowd(): CaseResult {
  const names = ['juliet', 'nurse', 'mercutio', 'benvolio', 'romeo', 'rosaline'];
  const actors = names.map((name, index) => session(name, index > 3));
  const long = xml(
    '<presence type="error" from="mercutio@localhost/x" to="a@b"><error><remote-server-not-found/></error></presence>',
  );
  const transcript = actors.flatMap(({ name }, index) =>
    (['sent', 'received'] as const).map((direction) =>
      entry({ session: `${name}/one`, direction, atMs: index * 100, stanza: long }),
    ),
  );
  return makeResult('a/1/b', { case: makeCase('a/1/b', { actors }), transcript });
}

test('local sessions stand left of the server and remote ones right', () => {
  const { lines, server } = diagramData(crowd(), 'en');
  expect(lines.slice(0, server)).toEqual(['juliet/one', 'nurse/one', 'mercutio/one', 'benvolio/one']);
  expect(lines.slice(server + 1)).toEqual(['romeo/one', 'rosaline/one']);
});

interface Box {
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

function boxesOf(shape: Shape): readonly Box[] {
  const inner = (shape.children ?? []).flatMap(boxesOf);
  if (shape.tag !== 'text') return inner;
  const width = (shape.text ?? '').length * SIZES.letter;
  const x = Number(shape.attrs['x']);
  const from = { mid: x - width / 2, ms: x - width }[String(shape.attrs['class'])] ?? x;
  return [{ from, to: from + width, y: Number(shape.attrs['y']) }];
}

test('with six sessions no label leaves the picture or meets another', () => {
  const picture = layoutDiagram(diagramData(crowd(), 'en'), '');
  const boxes = boxesOf(picture);
  expect(boxes.filter((box) => box.from < 0 || box.to > Number(picture.attrs['width']))).toEqual([]);
  const meets = (one: Box, other: Box) =>
    one !== other && Math.abs(one.y - other.y) < 10 && one.from < other.to && other.from < one.to;
  expect(boxes.filter((box) => boxes.some((other) => meets(box, other)))).toEqual([]);
});

test('what a server sends cannot become markup', () => {
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

test('a server that sends without end is cut in the middle', () => {
  const transcript = Array.from({ length: 5000 }, (_, atMs) => entry({ atMs, stanza: xml('<message/>') }));
  const rows = rowsOf(makeResult('a/1/b', { transcript }));
  expect(rows).toHaveLength(26);
  expect(labels(rows)[10]).toEqual(['=', '4975 rows left out', 'faint']);
});

/** As much of a document as the script uses: elements that are their own text. */
const fakeDocument = {
  createElementNS: (_: string, tag: string) => {
    let [attrs, inner] = ['', ''];
    return {
      setAttribute: (name: string, value: string) => {
        attrs += ` ${name}="${escapeHtml(value)}"`;
      },
      set textContent(text: string) {
        inner = escapeHtml(text);
      },
      append: (child: object) => {
        inner += String(child);
      },
      toString: () => (inner === '' ? `<${tag}${attrs}/>` : `<${tag}${attrs}>${inner}</${tag}>`),
    };
  },
};

test('the script of the page draws what the report would draw', () => {
  const data = diagramData(crowd(), 'zh');
  const label = DIAGRAM.zh.label(data.lines.join(', '));
  const context = { document: fakeDocument, data: JSON.parse(JSON.stringify(data)), label };
  const drawn = runInNewContext(`${DIAGRAM_SCRIPT}\nString(drawDiagram(data, label))`, context);
  const linked = diagram(crowd(), 'zh', () => '').text;
  const plain = linked
    .replaceAll(/ href=""|<path class="hit"[^>]*>/g, '')
    .replaceAll('<a ', '<g ')
    .replaceAll('</a>', '</g>');
  expect(plain.replace('role="group"', 'role="img"')).toBe(drawn);
});

test('each arrow leads to the XML of its stanza', () => {
  const hrefs: TranscriptEntry[] = [];
  const svg = diagram(failedResult(), 'en', (told) => `#s${hrefs.push(told)}`).text;
  expect(svg.match(/<a [^>]*href="#s\d"/g)).toHaveLength(2);
  expect(hrefs.map(({ direction }) => direction)).toEqual(['sent', 'received']);
});
