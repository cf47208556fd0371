// @ts-check
// Sequence diagrams as SVG. The browser draws those of unpacked cases; the report draws those that are there without scripts.
// The font of the reader is unknown, so letters are taken to be as wide as in DejaVu Sans, the widest of the common ones.

/**
 * A case as lifelines and rows: the names of the lifelines from left to right, the index of the server among them, and the
 * rows from top to bottom.
 * @typedef {{ readonly lines: readonly string[], readonly server: number, readonly rows: readonly DiagramRow[] }} Diagram
 */

/**
 * A row: its lifelines as indexes, its time in milliseconds, and the link to its XML.
 * @typedef {object} DiagramRow
 * @property {'sent' | 'received' | 'event' | 'band' | 'fence'} kind
 * @property {string} label
 * @property {string} tone
 * @property {readonly number[]} lines
 * @property {number | undefined} [atMs]
 * @property {string | undefined} [href]
 */

/** The position of each lifeline, and the width of the diagram. @typedef {{ diagram: Diagram, xs: number[], width: number }} Frame */
/** @typedef {{ drawn: Markup, height: number }} Drawn */

/** SVG that is safe to write. */
class Markup {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** @typedef {Markup | string | number | undefined | readonly (Markup | string)[]} MarkupValue */

/**
 * Escapes every value that is not markup.
 * @param {TemplateStringsArray} strings
 * @param {...MarkupValue} values
 */
function markup(strings, ...values) {
  return new Markup(strings.reduce((before, after, at) => before + markupText(values[at - 1]) + after));
}

/**
 * @param {MarkupValue} value
 * @returns {string}
 */
function markupText(value) {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(markupText).join('');
  return String(value).replace(/[&<>"']/g, (char) => ENTITIES.get(char) ?? char);
}

/** Widths at 12 pixels, of DejaVu Sans, the widest of the common ones. */
const NARROW = 5;
const COMMON = 7.7;
const WIDE = 12;
const IDEOGRAPH = 12.5;
const NARROW_LETTERS = "ijltfr.,:;'|!/()[] -";
const WIDE_LETTERS = 'mwMW@%&→≈≠✗…';
/** Factor for bold letters. */
const BOLD = 1.12;
const ELLIPSIS = WIDE;

/**
 * The width in pixels.
 * @param {string} text
 */
export function textWidth(text, isBold = false) {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return isBold ? width * BOLD : width;
}

/** @param {string} letter */
function letterWidth(letter) {
  if (letter >= '\u2e80') return IDEOGRAPH;
  if (NARROW_LETTERS.includes(letter)) return NARROW;
  return WIDE_LETTERS.includes(letter) ? WIDE : COMMON;
}

/**
 * The text, cut with an ellipsis to `room` pixels.
 * @param {string} text
 * @param {number} room
 */
export function fitted(text, room, isBold = false) {
  if (textWidth(text, isBold) <= room) return text;
  let [width, end] = [ELLIPSIS, 0];
  for (const letter of text) {
    width += textWidth(letter, isBold);
    if (width > room) break;
    end += letter.length;
  }
  return `${text.slice(0, end)}…`;
}

/**
 * The text in lines of at most `room` pixels. Breaks at blanks, and in Chinese anywhere.
 * @param {string} text
 * @param {number} room
 * @returns {readonly string[]}
 */
export function wrapped(text, room, isBold = false) {
  /** @type {string[]} */
  const lines = [];
  let line = '';
  for (const word of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/g) ?? []) {
    if (line !== '' && textWidth((line + word).trimEnd(), isBold) > room) {
      lines.push(line);
      line = '';
    }
    line += word;
  }
  return [...lines, line].map((each) => fitted(each.trim(), room, isBold));
}

/** Pixels of a diagram at full size. Its letters are 12 pixels high. */
const SIZES = {
  /** The column of times. */
  gutter: 60,
  head: 44,
  /** Half of the box of a name with its margin: `reader-session` fits. */
  half: 64,
  margin: 5,
  /** The `min-width` of the style: a narrower diagram would be enlarged. */
  least: 544,
  narrowest: 134,
  /** Label of an arrow: the longest of ordinary cases fits. */
  widest: 680,
  arrow: 30,
  event: 24,
  fence: 12,
  /** A band without its lines, and each line. */
  band: 13,
  line: 15,
};

/**
 * The diagram as SVG; `label` is for screen readers.
 * @param {Diagram} diagram
 * @param {string} label
 * @returns {string}
 */
export function layoutDiagram(diagram, label) {
  const frame = frameOf(diagram);
  /** @type {Markup[]} */
  const rows = [];
  let y = SIZES.head;
  for (const row of diagram.rows) {
    const { drawn, height } = drawRow(row, frame);
    // Each row is drawn at 0 and moved: equal rows have equal text, which compresses well.
    rows.push(markup`<g transform="translate(0 ${y})">${drawn}${timeOf(row)}</g>`);
    y += height;
  }
  const height = y + 10;
  // Screen readers do not reach links inside an image.
  const role = diagram.rows.some(({ href }) => href !== undefined) ? 'group' : 'img';
  return markup`<svg class="seq" role="${role}" aria-label="${label}" width="${frame.width}" height="${height}" viewBox="0 0 ${frame.width} ${height}">${heads(frame, height)}${rows}</svg>`
    .text;
}

/**
 * Puts each lifeline so far from the server that the labels of its arrows fit between.
 * @param {Diagram} diagram
 * @returns {Frame}
 */
function frameOf(diagram) {
  const { lines, server } = diagram;
  const gap = Math.max(SIZES.narrowest, (SIZES.least - SIZES.gutter - 2 * SIZES.half) / Math.max(1, lines.length - 1));
  const away = lines.map(() => 0);
  /** @param {number} line @param {number} inner */
  const widen = (line, inner) => {
    away[line] = Math.max((away[inner] ?? 0) + gap, roomFor(line, diagram));
  };
  for (let line = server - 1; line >= 0; line -= 1) widen(line, line + 1);
  for (let line = server + 1; line < lines.length; line += 1) widen(line, line - 1);
  const middle = SIZES.gutter + SIZES.half + (server === 0 ? 0 : (away[0] ?? 0));
  const xs = away.map((distance, line) => Math.round(line < server ? middle - distance : middle + distance));
  return { diagram, xs, width: Math.max(SIZES.least, (xs.at(-1) ?? 0) + SIZES.half) };
}

/**
 * The longest label of the arrows of a lifeline, with its margins.
 * @param {number} line
 * @param {Diagram} diagram
 */
function roomFor(line, { rows }) {
  const labels = rows.filter(({ kind, lines }) => (kind === 'sent' || kind === 'received') && lines[0] === line);
  return Math.min(SIZES.widest, Math.max(0, ...labels.map(({ label, tone }) => textWidth(label, isBold(tone))))) + 18;
}

/** @param {string} tone */
const isBold = (tone) => /bad|warn/.test(tone);

/**
 * The lifelines and their names: the actor above the resource.
 * @param {Frame} frame
 * @param {number} height
 */
function heads({ diagram: { lines, server }, xs }, height) {
  return lines.map((name, line) => {
    const x = xs[line] ?? 0;
    const half = SIZES.half - SIZES.margin;
    const slash = name.indexOf('/') + 1;
    const parts = slash > 0 && line !== server ? [name.slice(0, slash), name.slice(slash)] : [name];
    const texts = parts.map((part, at) =>
      middle(fitted(part, 2 * half - 6), x, parts.length === 1 ? 24 : 17 + 15 * at),
    );
    const box = markup`<rect class="head${line === server ? ' server' : ''}" x="${x - half}" y="2" width="${2 * half}" height="36" rx="4"/>`;
    return markup`<path class="life" d="M${x} 38V${height}"/>${box}${texts}`;
  });
}

/** @param {string} text @param {number} x @param {number} y */
function middle(text, x, y) {
  return markup`<text class="mid" x="${x}" y="${y}">${text}</text>`;
}

/**
 * @param {DiagramRow} row
 * @param {Frame} frame
 * @returns {Drawn}
 */
function drawRow(row, frame) {
  // A fence that held is a thin line; a lost one has a text.
  if (row.kind === 'fence' && row.label === '') {
    return { drawn: markup`<path class="fence" d="M${SIZES.gutter} 8H${frame.width}"/>`, height: SIZES.fence };
  }
  if (row.kind === 'fence' || row.kind === 'band') return drawBand(row, frame);
  if (row.kind === 'event') return { drawn: eventOf(row, frame), height: SIZES.event };
  return { drawn: arrowOf(row, frame), height: SIZES.arrow };
}

const BASELINES = { sent: 26, received: 26, event: 16, band: 18, fence: 18 };

/** @param {DiagramRow} row */
function timeOf({ kind, atMs }) {
  if (atMs === undefined) return undefined;
  return markup`<text class="ms" x="${SIZES.gutter - 8}" y="${BASELINES[kind]}">${Math.round(atMs)} ms</text>`;
}

/**
 * The whole arrow is the link. Its full label is the name of the link.
 * @param {DiagramRow} row
 * @param {Frame} frame
 */
function arrowOf(row, { diagram: { lines, server }, xs }) {
  const { kind, label, tone, href } = row;
  const line = row.lines[0] ?? 0;
  const [session, middleX] = [xs[line] ?? 0, xs[server] ?? 0];
  const [from, to] = kind === 'sent' ? [session, middleX] : [middleX, session];
  const tip = to > from ? -7 : 7;
  const isLeft = session < middleX;
  const x = isLeft ? session + 8 : session - 8;
  const [sender, receiver] = kind === 'sent' ? [line, server] : [server, line];
  const name = `${lines[sender]} → ${lines[receiver]}: ${label}`;
  const shown = fitted(label, SIZES.widest, isBold(tone));
  const drawn = markup`<path d="M${from} 22H${to}"/><path class="tip" d="M${to + tip} 18L${to} 22l${tip} 4"/><text${isLeft ? undefined : markup` class="end"`} x="${x}" y="16">${shown}</text>`;
  const classes = `row ${tone}`.trim();
  if (href === undefined) return markup`<g class="${classes}"><title>${name}</title>${drawn}</g>`;
  return markup`<a class="${classes}" href="${href}" aria-label="${name}"><path class="hit" d="M${from} 2H${to}v27H${from}z"/>${drawn}</a>`;
}

/**
 * A text across all lifelines, wrapped.
 * @param {DiagramRow} row
 * @param {Frame} frame
 * @returns {Drawn}
 */
function drawBand({ label, tone }, frame) {
  const width = frame.width - SIZES.gutter - 8;
  const x = SIZES.gutter + 4;
  const lines = wrapped(label, width - 12, isBold(tone));
  const texts = lines.map((line, at) => middle(line, x + Math.round(width / 2), 18 + SIZES.line * at));
  const height = SIZES.band + SIZES.line * lines.length;
  const box = markup`<rect x="${x}" y="4" width="${width}" height="${height - 8}" rx="3"/>`;
  return { drawn: markup`<g class="${`band ${tone}`.trim()}">${box}${texts}</g>`, height };
}

/**
 * An event at each of its lifelines. The text of one has the whole width, that of several the room between them.
 * @param {DiagramRow} row
 * @param {Frame} frame
 */
function eventOf({ lines, label, tone }, { xs, width }) {
  const text = fitted(label, lines.length > 1 ? SIZES.narrowest - 14 : width - SIZES.gutter - 20, isBold(tone));
  const half = Math.ceil(textWidth(text, isBold(tone)) / 2) + 5;
  const notes = lines.map((line) => {
    const x = Math.max(SIZES.gutter + half, Math.min(xs[line] ?? 0, width - 2 - half));
    return markup`<rect x="${x - half}" y="3" width="${2 * half}" height="18" rx="9"/>${middle(text, x, 16)}`;
  });
  return markup`<g class="${`note ${tone}`.trim()}">${notes}</g>`;
}
