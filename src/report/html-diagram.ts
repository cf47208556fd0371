// The sequence diagram of a case: sessions as lifelines beside the server, stanzas as arrows, what failed marked.

import type { CaseResult, Language, TranscriptEntry } from '../model.ts';
import { type DiagramData, type DiagramRow, layoutDiagram, type Shape } from './html-diagram-layout.ts';
import { lineOf, type Row, rowsOf } from './html-diagram-rows.ts';
import { DIAGRAM } from './html-diagram-words.ts';
import { type Html, html, raw } from './html-text.ts';

/** The address of the XML of a stanza in the same page. */
export type HrefOf = (entry: TranscriptEntry) => string;

/** The diagram as SVG, with a link from each arrow to its XML. */
export function diagram(result: CaseResult, lang: Language, hrefOf: HrefOf): Html {
  const data = diagramData(result, lang, hrefOf);
  return svg(layoutDiagram(data, DIAGRAM[lang].label(data.lines.join(', '))));
}

/**
 * The diagram as data, a few hundred bytes where there are no links: what the script of the page draws from, and the
 * same layout as `diagram`. Its texts are not escaped for HTML.
 */
export function diagramData(result: CaseResult, lang: Language, hrefOf?: HrefOf): DiagramData {
  const rows = rowsOf(result, lang);
  const { left, right } = sidesOf(result, rows);
  const lines = [...left, DIAGRAM[lang].server, ...right];
  const places = new Map([...left, undefined, ...right].map((session, line) => [session, line]));
  return { lines, server: left.length, rows: rows.map((row) => compact(row, places, hrefOf)) };
}

/** What lines and signs of the diagrams mean. */
export function diagramLegend(lang: Language): Html {
  return html`<p class="note">${DIAGRAM[lang].legend}</p>`;
}

/** Local sessions stand left of the server and remote ones right, in the order of the scenario. */
function sidesOf({ case: { actors } }: CaseResult, rows: readonly Row[]) {
  const planned = actors.flatMap((actor) => actor.sessions.map(({ ref }) => ref));
  const order = new Map(actors.map(({ name }, index) => [name, index]));
  const place = (session: string) => order.get(actorOf(session)) ?? order.size;
  const sessions = [...new Set([...planned, ...rows.flatMap((row) => row.sessions)])].map(lineOf);
  const sorted = [...new Set(sessions)].sort((a, b) => place(a) - place(b));
  const remote = new Set(actors.filter(({ isRemote }) => isRemote).map(({ name }) => name));
  const isRemote = (session: string) => remote.has(actorOf(session));
  return { left: sorted.filter((session) => !isRemote(session)), right: sorted.filter(isRemote) };
}

function actorOf(session: string): string {
  return session.split('/')[0] ?? session;
}

const KINDS = { sent: '>', received: '<', event: '.', band: '=', fence: '-' } as const;

/** The row without what stands at its end and says nothing. */
function compact(
  { kind, sessions, label, atMs, tone, entry }: Row,
  places: ReadonlyMap<string | undefined, number>,
  hrefOf: HrefOf | undefined,
): DiagramRow {
  const lines = sessions.flatMap((session) => places.get(session) ?? []);
  const href = entry === undefined ? undefined : hrefOf?.(entry);
  const at = atMs === undefined ? undefined : Math.round(atMs);
  if (href !== undefined) return [KINDS[kind], lines, label, at, tone, href];
  if (tone !== '') return [KINDS[kind], lines, label, at, tone];
  if (at !== undefined) return [KINDS[kind], lines, label, at];
  return label === '' ? [KINDS[kind]] : [KINDS[kind], lines, label];
}

/** Names of elements and attributes are those of the layout; values and text may be anything. */
function svg({ tag, attrs, text, children = [] }: Shape): Html {
  const [name, given] = [raw(tag), Object.entries(attrs)];
  const written = given.map(([key, value]) => html` ${raw(key)}="${value}"`);
  if (text === undefined && children.length === 0) return html`<${name}${written}/>`;
  return html`<${name}${written}>${text}${children.map(svg)}</${name}>`;
}
