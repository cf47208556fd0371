// Where everything stands in a sequence diagram. It runs in Node for the cases that did not pass, and in the page for the
// others, into which html-diagram-script.ts writes the source of these functions. Hence no imports, nothing from outside
// but `SIZES`, and no named functions inside others, which some compilers wrap.

/** A case as lifelines and rows, small enough to stand in the page for every case. */
export interface DiagramData {
  /** Names of the lifelines, left to right. */
  readonly lines: readonly string[];
  /** Which of them is the server. */
  readonly server: number;
  /** In the order of time. */
  readonly rows: readonly DiagramRow[];
}

/**
 * `>` a stanza to the server, `<` a stanza from it, `.` something that happened to sessions, `=` a note across all
 * lifelines, `-` a fence. `tone` holds class names, `href` the address of the XML.
 */
export type DiagramRow = readonly [
  kind: '>' | '<' | '.' | '=' | '-',
  lines?: readonly number[],
  label?: string,
  atMs?: number | undefined,
  tone?: string,
  href?: string,
];

/** An element of SVG; `text` is its only child where there is one. */
export interface Shape {
  readonly tag: string;
  readonly attrs: Readonly<Record<string, string | number>>;
  readonly text?: string;
  readonly children?: readonly Shape[];
}

/** Lengths in pixels of a diagram at its full size; letters are those of its style, 12 pixels high. */
export const SIZES = {
  /** Left of the lifelines, for the time. */
  gutter: 54,
  head: 44,
  /** Columns share `roomy`, within these bounds: the least holds `reader-session` in a head, the most a long label. */
  roomy: 900,
  narrowest: 124,
  widest: 250,
  /** Rows by kind. */
  '>': 30,
  '<': 30,
  '.': 24,
  '=': 28,
  '-': 12,
  /** Widths of a letter and of an ideograph, rather more than the average. */
  letter: 6.6,
  ideograph: 12.5,
} as const;

interface Frame {
  readonly data: DiagramData;
  readonly column: number;
  readonly width: number;
}

/** The diagram as SVG elements. One row has one label, so labels never meet; `label` is read aloud. */
export function layoutDiagram(data: DiagramData, label: string): Shape {
  const column = Math.max(SIZES.narrowest, Math.min(SIZES.widest, Math.round(SIZES.roomy / data.lines.length)));
  const frame = { data, column, width: SIZES.gutter + column * data.lines.length };
  const rows: Shape[] = [];
  let y: number = SIZES.head;
  for (const row of data.rows) {
    rows.push(...rowShapes(row, y, frame));
    y += SIZES[row[0]];
  }
  const height = y + 10;
  // Links inside an image are out of reach for those who hear the page.
  const role = data.rows.some((row) => row[5] !== undefined) ? 'group' : 'img';
  const attrs = { class: 'seq', role, 'aria-label': label, width: frame.width, height };
  const viewBox = `0 0 ${frame.width} ${height}`;
  return { tag: 'svg', attrs: { ...attrs, viewBox }, children: [...headShapes(frame, height), ...rows] };
}

function lineX(line: number, { column }: Frame): number {
  return Math.round(SIZES.gutter + column * (line + 0.5));
}

function textWidth(text: string): number {
  return [...text].reduce((sum, char) => sum + (char >= '\u2e80' ? SIZES.ideograph : SIZES.letter), 0);
}

/** As much of the text as there is room for. */
function fitted(text: string, room: number): string {
  const letters = [...text];
  if (textWidth(text) <= room) return text;
  while (letters.length > 1 && textWidth(letters.join('')) > room - SIZES.ideograph) letters.pop();
  return `${letters.join('')}…`;
}

/** Lifelines with their names: the actor above the resource. */
function headShapes(frame: Frame, height: number): Shape[] {
  const { lines, server } = frame.data;
  return lines.flatMap((name, line) => {
    const x = lineX(line, frame);
    const half = frame.column / 2 - 5;
    const slash = name.indexOf('/') + 1;
    const parts = slash > 0 && line !== server ? [name.slice(0, slash), name.slice(slash)] : [name];
    const box = {
      class: line === server ? 'head server' : 'head',
      x: x - half,
      y: 2,
      width: 2 * half,
      height: 36,
      rx: 4,
    };
    return [
      { tag: 'path', attrs: { class: 'life', d: `M${x} 38V${height}` } },
      { tag: 'rect', attrs: box },
      ...parts.map((part, at) => {
        const y = parts.length === 1 ? 24 : 17 + 15 * at;
        return { tag: 'text', attrs: { x, y, class: 'mid' }, text: fitted(part, 2 * half - 6) };
      }),
    ];
  });
}

function rowShapes(row: DiagramRow, y: number, frame: Frame): Shape[] {
  if (row[0] === '-') return fenceShapes(row, y, frame);
  if (row[0] === '=') return bandShapes(row, y, frame);
  if (row[0] === '.') return noteShapes(row, y, frame);
  return arrowShapes(row, y, frame);
}

function timeShapes(atMs: number | undefined, y: number): Shape[] {
  if (atMs === undefined) return [];
  return [{ tag: 'text', attrs: { class: 'ms', x: SIZES.gutter - 8, y }, text: `${atMs} ms` }];
}

/**
 * A link can be hit anywhere along the arrow. The label stands beside the session, and is moved back into the picture
 * where it would leave it.
 */
function arrowShapes(
  [kind, [line = 0] = [], label = '', atMs, tone = '', href]: DiagramRow,
  y: number,
  frame: Frame,
): Shape[] {
  const { lines, server } = frame.data;
  const [session, middle] = [lineX(line, frame), lineX(server, frame)];
  const isLeft = session < middle;
  const tip = (kind === '>') === isLeft ? -7 : 7;
  const [from, to] = kind === '>' ? [session, middle] : [middle, session];
  const text = fitted(label, frame.width - SIZES.gutter - 8);
  const room = textWidth(text);
  const x = isLeft ? Math.min(session + 8, frame.width - 4 - room) : Math.max(session - 8 - room, SIZES.gutter);
  const ends = kind === '>' ? [lines[line], lines[server]] : [lines[server], lines[line]];
  const arrow: Shape = {
    tag: href === undefined ? 'g' : 'a',
    attrs: { class: `row ${tone}`.trim(), ...(href === undefined ? {} : { href }) },
    children: [
      { tag: 'title', attrs: {}, text: `${ends.join(' → ')}: ${label}` },
      ...(href === undefined
        ? []
        : [{ tag: 'path', attrs: { class: 'hit', d: `M${from} ${y + 2}H${to}v27H${from}z` } }]),
      { tag: 'path', attrs: { d: `M${from} ${y + 22}H${to}` } },
      { tag: 'path', attrs: { class: 'tip', d: `M${to + tip} ${y + 18}L${to} ${y + 22}L${to + tip} ${y + 26}` } },
      { tag: 'text', attrs: { x: Math.round(x), y: y + 16 }, text },
    ],
  };
  return [arrow, ...timeShapes(atMs, y + 26)];
}

/** A fence that held is a thin line; one that was lost says so. */
function fenceShapes([, , label, , tone = '']: DiagramRow, y: number, frame: Frame): Shape[] {
  if (label !== undefined) return bandShapes(['=', [], label, undefined, tone], y, frame);
  return [{ tag: 'path', attrs: { class: 'fence', d: `M${SIZES.gutter} ${y + 8}H${frame.width}` } }];
}

function bandShapes([, , label = '', atMs, tone = '']: DiagramRow, y: number, frame: Frame): Shape[] {
  const width = frame.width - SIZES.gutter - 8;
  const middle = SIZES.gutter + 4 + Math.round(width / 2);
  const band = { x: SIZES.gutter + 4, y: y + 4, width, height: 20, rx: 3 };
  const children = [
    { tag: 'rect', attrs: band },
    { tag: 'text', attrs: { class: 'mid', x: middle, y: y + 18 }, text: fitted(label, width - 8) },
  ];
  return [{ tag: 'g', attrs: { class: `band ${tone}`.trim() }, children }, ...timeShapes(atMs, y + 18)];
}

/** What happened to one session has the whole width for its words, what happened to several only its column each. */
function noteShapes([, lines = [], label = '', atMs, tone = '']: DiagramRow, y: number, frame: Frame): Shape[] {
  const text = fitted(label, lines.length > 1 ? frame.column - 8 : frame.width - SIZES.gutter - 8);
  const half = textWidth(text) / 2 + 5;
  const notes = lines.flatMap((line) => {
    const x = Math.round(Math.max(SIZES.gutter + half, Math.min(lineX(line, frame), frame.width - 2 - half)));
    const box = { x: x - half, y: y + 3, width: 2 * half, height: 18, rx: 9 };
    return [
      { tag: 'rect', attrs: box },
      { tag: 'text', attrs: { class: 'mid', x, y: y + 16 }, text },
    ];
  });
  return [{ tag: 'g', attrs: { class: `note ${tone}`.trim() }, children: notes }, ...timeShapes(atMs, y + 16)];
}

/** All functions that draw, for the page's script. */
export const LAYOUT_FUNCTIONS = [
  layoutDiagram,
  lineX,
  textWidth,
  fitted,
  headShapes,
  rowShapes,
  timeShapes,
  arrowShapes,
  fenceShapes,
  bandShapes,
  noteShapes,
] as const;
