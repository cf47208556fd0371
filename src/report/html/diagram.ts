// The sequence diagram of a case: sessions and the server as lifelines, stanzas as arrows, failures marked.

import type { Language } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { actorOf } from '../../stanza/jid.ts';
import { type Diagram, type DiagramRow, layoutDiagram } from './diagram-layout.ts';
import { lineOf, type Row, rowsOf } from './diagram-rows.ts';
import { DIAGRAM } from './diagram-words.ts';
import { type Html, html } from './template.ts';

/** The link to the XML of a stanza in the same page. */
export type HrefOf = (entry: TranscriptEntry) => string;

/** The diagram as SVG, with a link from each arrow to its XML. */
export function diagram(result: CaseResult, lang: Language, hrefOf: HrefOf): Html {
  const drawn = diagramOf(result, lang, hrefOf);
  return layoutDiagram(drawn, DIAGRAM[lang].label(drawn.lines.join(', ')));
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
