// The layout of a sequence diagram as SVG.

import type { Row } from './diagram-rows.ts';
import { fitted, textWidth, wrapped } from './diagram-text.ts';
import { type Html, html } from './template.ts';

/** A case as lifelines and rows. */
export interface Diagram {
  /** The names of the lifelines from left to right. */
  readonly lines: readonly string[];
  /** The index of the server in `lines`. */
  readonly server: number;
  /** From top to bottom. */
  readonly rows: readonly DiagramRow[];
}

export interface DiagramRow extends Pick<Row, 'kind' | 'label' | 'tone' | 'atMs'> {
  /** The lifelines of the row, as indexes. */
  readonly lines: readonly number[];
  /** Link to the XML. */
  readonly href?: string;
}

/** Pixels of a diagram at full size. Its letters are 12 pixels high. */
const SIZES = {
  /** The column of times. */
  gutter: 54,
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
} as const;

interface Frame {
  readonly diagram: Diagram;
  /** The position of each lifeline. */
  readonly xs: readonly number[];
  readonly width: number;
}

/** The diagram; `label` is for screen readers. */
export function layoutDiagram(diagram: Diagram, label: string): Html {
  const frame = frameOf(diagram);
  const rows: Html[] = [];
  let y: number = SIZES.head;
  for (const row of diagram.rows) {
    const { drawn, height } = drawRow(row, frame);
    // Each row is drawn at 0 and moved: equal rows have equal text, which compresses well.
    rows.push(html`<g transform="translate(0 ${y})">${drawn}${timeOf(row)}</g>`);
    y += height;
  }
  const height = y + 10;
  // Screen readers do not reach links inside an image.
  const role = diagram.rows.some(({ href }) => href !== undefined) ? 'group' : 'img';
  return html`<svg class="seq" role="${role}" aria-label="${label}" width="${frame.width}" height="${height}" viewBox="0 0 ${frame.width} ${height}">${heads(frame, height)}${rows}</svg>`;
}

/** Puts each lifeline so far from the server that the labels of its arrows fit between. */
function frameOf(diagram: Diagram): Frame {
  const { lines, server } = diagram;
  const gap = Math.max(SIZES.narrowest, (SIZES.least - SIZES.gutter - 2 * SIZES.half) / Math.max(1, lines.length - 1));
  const away = lines.map(() => 0);
  const widen = (line: number, inner: number) => {
    away[line] = Math.max((away[inner] ?? 0) + gap, roomFor(line, diagram));
  };
  for (let line = server - 1; line >= 0; line -= 1) widen(line, line + 1);
  for (let line = server + 1; line < lines.length; line += 1) widen(line, line - 1);
  const middle = SIZES.gutter + SIZES.half + (server === 0 ? 0 : (away[0] ?? 0));
  const xs = away.map((distance, line) => Math.round(line < server ? middle - distance : middle + distance));
  return { diagram, xs, width: Math.max(SIZES.least, (xs.at(-1) ?? 0) + SIZES.half) };
}

/** The longest label of the arrows of a lifeline, with its margins. */
function roomFor(line: number, { rows }: Diagram): number {
  const labels = rows.filter(({ kind, lines }) => (kind === 'sent' || kind === 'received') && lines[0] === line);
  return Math.min(SIZES.widest, Math.max(0, ...labels.map(({ label, tone }) => textWidth(label, isBold(tone))))) + 18;
}

const isBold = (tone: string): boolean => /bad|warn/.test(tone);

/** The lifelines and their names: the actor above the resource. */
function heads({ diagram: { lines, server }, xs }: Frame, height: number): readonly Html[] {
  return lines.map((name, line) => {
    const x = xs[line] ?? 0;
    const half = SIZES.half - SIZES.margin;
    const slash = name.indexOf('/') + 1;
    const parts = slash > 0 && line !== server ? [name.slice(0, slash), name.slice(slash)] : [name];
    const texts = parts.map((part, at) =>
      middle(fitted(part, 2 * half - 6), x, parts.length === 1 ? 24 : 17 + 15 * at),
    );
    const box = html`<rect class="head${line === server ? ' server' : ''}" x="${x - half}" y="2" width="${2 * half}" height="36" rx="4"/>`;
    return html`<path class="life" d="M${x} 38V${height}"/>${box}${texts}`;
  });
}

function middle(text: string, x: number, y: number): Html {
  return html`<text class="mid" x="${x}" y="${y}">${text}</text>`;
}

interface Drawn {
  readonly drawn: Html;
  readonly height: number;
}

function drawRow(row: DiagramRow, frame: Frame): Drawn {
  // A fence that held is a thin line; a lost one has a text.
  if (row.kind === 'fence' && row.label === '') {
    return { drawn: html`<path class="fence" d="M${SIZES.gutter} 8H${frame.width}"/>`, height: SIZES.fence };
  }
  if (row.kind === 'fence' || row.kind === 'band') return drawBand(row, frame);
  if (row.kind === 'event') return { drawn: eventOf(row, frame), height: SIZES.event };
  return { drawn: arrowOf(row, frame), height: SIZES.arrow };
}

const BASELINES = { sent: 26, received: 26, event: 16, band: 18, fence: 18 } as const;

function timeOf({ kind, atMs }: DiagramRow): Html | undefined {
  if (atMs === undefined) return undefined;
  return html`<text class="ms" x="${SIZES.gutter - 8}" y="${BASELINES[kind]}">${Math.round(atMs)} ms</text>`;
}

/** The whole arrow is the link. Its full label is the name of the link. */
function arrowOf(row: DiagramRow, { diagram: { lines, server }, xs }: Frame): Html {
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
  const drawn = html`<path d="M${from} 22H${to}"/><path class="tip" d="M${to + tip} 18L${to} 22l${tip} 4"/><text${isLeft ? undefined : html` class="end"`} x="${x}" y="16">${shown}</text>`;
  const classes = `row ${tone}`.trim();
  if (href === undefined) return html`<g class="${classes}"><title>${name}</title>${drawn}</g>`;
  return html`<a class="${classes}" href="${href}" aria-label="${name}"><path class="hit" d="M${from} 2H${to}v27H${from}z"/>${drawn}</a>`;
}

/** A text across all lifelines, wrapped. */
function drawBand({ label, tone }: DiagramRow, frame: Frame): Drawn {
  const width = frame.width - SIZES.gutter - 8;
  const x = SIZES.gutter + 4;
  const lines = wrapped(label, width - 12, isBold(tone));
  const texts = lines.map((line, at) => middle(line, x + Math.round(width / 2), 18 + SIZES.line * at));
  const height = SIZES.band + SIZES.line * lines.length;
  const box = html`<rect x="${x}" y="4" width="${width}" height="${height - 8}" rx="3"/>`;
  return { drawn: html`<g class="${`band ${tone}`.trim()}">${box}${texts}</g>`, height };
}

/** An event at each of its lifelines. The text of one has the whole width, that of several the room between them. */
function eventOf({ lines, label, tone }: DiagramRow, { xs, width }: Frame): Html {
  const text = fitted(label, lines.length > 1 ? SIZES.narrowest - 14 : width - SIZES.gutter - 20, isBold(tone));
  const half = Math.ceil(textWidth(text, isBold(tone)) / 2) + 5;
  const notes = lines.map((line) => {
    const x = Math.max(SIZES.gutter + half, Math.min(xs[line] ?? 0, width - 2 - half));
    return html`<rect x="${x - half}" y="3" width="${2 * half}" height="18" rx="9"/>${middle(text, x, 16)}`;
  });
  return html`<g class="${`note ${tone}`.trim()}">${notes}</g>`;
}
