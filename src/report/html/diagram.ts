// The sequence diagram of a case: sessions and the server as lifelines, stanzas as arrows, failures marked.

import type { Language } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { actorOf } from '../../stanza/jid.ts';
import { type Diagram, type DiagramRow, layoutDiagram } from './browser/diagram.js';
import { DIAGRAM } from './diagram-label.ts';
import { lineOf, type Row, rowsOf } from './diagram-rows.ts';
import { type Html, html, raw } from './template.ts';

/** The link to the XML of a stanza in the same page. */
export type HrefOf = (entry: TranscriptEntry) => string;

/** The diagram as SVG, with a link from each arrow to its XML. */
export function diagram(result: CaseResult, lang: Language, hrefOf: HrefOf): Html {
  const drawn = diagramOf(result, lang, hrefOf);
  return raw(layoutDiagram(drawn, labelOf(drawn, lang)));
}

const labelOf = ({ lines }: Diagram, lang: Language): string => DIAGRAM[lang].label(lines.join(', '));

/**
 * The diagram before it is drawn, which the script of the page does (`browser/unpack.js`): much shorter, and the same but for
 * texts in both languages. A row is `kind,time since the row before,tone,number of its stanza,lifelines`; its label is an element of its own, as are
 * the label of the diagram and the names of the lifelines before.
 */
export function undrawnDiagram(result: CaseResult, lang: Language): Html {
  const stanzas: TranscriptEntry[] = [];
  const drawn = diagramOf(result, lang, (entry) => String(stanzas.push(entry) - 1));
  let before = 0;
  const rows = drawn.rows.map(({ kind, atMs, tone, href = '', lines }) => {
    const since = atMs === undefined ? '' : Math.round(atMs) - before;
    before += since === '' ? 0 : since;
    return [kind, since, tone, href, ...lines].join(',');
  });
  const labels = [labelOf(drawn, lang), ...drawn.lines, ...drawn.rows.map(({ label }) => label)];
  return html`<div class="scroll" data-lines="${drawn.lines.length}" data-server="${drawn.server}" data-rows="${rows.join(';')}">${labels.map((label) => html`<i>${label}</i>`)}</div>`;
}

/** The lifelines and rows of the diagram. */
export function diagramOf(result: CaseResult, lang: Language, hrefOf: HrefOf): Diagram {
  const rows = rowsOf(result, lang);
  const { left, right } = sidesOf(result, rows);
  const places = new Map([...left, undefined, ...right].map((session, line) => [session, line]));
  const lines = [...left, DIAGRAM[lang].server, ...right];
  return { lines, server: left.length, rows: rows.map((row) => placed(row, places, hrefOf)) };
}

/** The legend of lines and marks. */
export function diagramLegend(lang: Language): Html {
  return html`<p class="note">${DIAGRAM[lang].legend}</p>`;
}

/** Local sessions left of the server, remote ones and those on the peer right, in the order of the scenario. */
function sidesOf({ case: { actors } }: CaseResult, rows: readonly Row[]) {
  const planned = actors.flatMap((actor) => actor.sessions.map(({ ref }) => ref));
  const order = new Map(actors.map(({ name }, index) => [name, index]));
  const place = (session: string) => order.get(actorOf(session)) ?? order.size;
  const sessions = [...new Set([...planned, ...rows.flatMap((row) => row.sessions)])].map(lineOf);
  const sorted = [...new Set(sessions)].sort((a, b) => place(a) - place(b));
  const remote = new Set(actors.filter(({ isRemote, isPeer }) => isRemote || isPeer).map(({ name }) => name));
  const isRemote = (session: string) => remote.has(actorOf(session));
  return { left: sorted.filter((session) => !isRemote(session)), right: sorted.filter(isRemote) };
}

function placed(
  { sessions, entry, ...row }: Row,
  places: ReadonlyMap<string | undefined, number>,
  hrefOf: HrefOf,
): DiagramRow {
  const lines = sessions.flatMap((session) => places.get(lineOf(session)) ?? []);
  return { ...row, lines, ...(entry !== undefined && { href: hrefOf(entry) }) };
}
