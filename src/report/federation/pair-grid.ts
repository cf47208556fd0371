// The grid: users by row, contacts by column. A cell leads with what breaks only between the two servers.

import { type FederationCell, isPair, rankedServers, type TestedCell } from '../../results/federation.ts';
import { cellCounts } from '../../results/federation-rules.ts';
import { oneLine } from '../html/page-context.ts';
import { type Html, html } from '../html/template.ts';
import { cellAnchor, type FederationPage, serverAnchor } from './federation-page.ts';
import { changeText, ownText, percentText } from './phrases.ts';

/** Percentages of the decided rules, up to which a cell has the colour of a step. */
const STEPS = [
  [0, 's-100'],
  [1, 's-90'],
  [3, 's-70'],
  [10, 's-40'],
] as const;
const WORST = 's-0';

/** The class of the colour of a cell: the share of the rules that no server is known to break alone. Only 0 has the colour of a whole. */
function colorOf(cell: TestedCell): string {
  const { together, unshown } = cellCounts(cell);
  const percent = (100 * (together + unshown)) / Math.max(1, cell.decided.size);
  return STEPS.find(([most]) => percent <= most)?.[1] ?? WORST;
}

/** Every server with every other one; each cell links to its part of the page at `address`, empty for this one. */
export function gridSection(page: FederationPage, address: string): Html {
  const { federation, own } = page;
  const rows = federation.rows.map((cells, at) => gridRow(federation.servers[at]?.name ?? '', cells, page, address));
  return html`<section id="grid" aria-labelledby="grid-h"><h2 id="grid-h">${own.grid}</h2>
<p class="note">${own.direction}</p>
<div class="scroll" role="group" aria-label="${own.grid}" tabindex="0"><table class="interop" role="table"><caption><span class="sr">${own.grid}</span></caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader" class="corner">${own.usersOn}<br>${own.contactsOn}</th>${heads(page, address)}</tr></thead>
<tbody role="rowgroup">
${rows}</tbody></table></div>
${legend(page)}</section>
`;
}

/** Name and score of each server. */
function heads(page: FederationPage, address: string): readonly Html[] {
  const { federation, own } = page;
  const ranked = rankedServers(federation);
  return federation.servers.map(({ name }) => {
    const score = ranked.find((one) => one.name === name);
    const percent =
      score === undefined || score.decided === 0
        ? undefined
        : html`<small><span class="sr">${own.scoreHead} </span>${percentText(score, page.lang)}</small>`;
    return html`<th scope="col" role="columnheader"><a href="${address}#${serverAnchor(name, page)}">${oneLine(name)}</a>${percent}</th>`;
  });
}

function gridRow(name: string, cells: readonly FederationCell[], page: FederationPage, address: string): Html {
  const tds = cells.map((cell) => gridTd(cell, page, address));
  return html`<tr role="row"><th scope="row" role="rowheader"><span class="narrow">${oneLine(page.own.usersOf(name))}</span><a class="wide" href="${address}#${serverAnchor(name, page)}">${oneLine(name)}</a></th>${tds}</tr>
`;
}

function gridTd(cell: FederationCell, page: FederationPage, address: string): Html {
  const { own } = page;
  // A narrow screen shows it in place of the heads of the columns.
  const to = html`<span class="to narrow" aria-hidden="true">${isPair(cell) ? html`→ ${oneLine(cell.peer)}` : oneLine(own.alone(cell.peer))}</span>`;
  if (cell.kind === 'not-run') return html`<td role="cell" class="s-none">${to}${own.notRun}</td>`;
  const anchor = `${address}#${cellAnchor(cell, page)}`;
  if (cell.kind === 'blocked')
    return html`<td role="cell" class="o-broken">${to}<a href="${anchor}">${own.blocked}</a></td>`;
  const change = changeText(cell, page.federation);
  const changed = change === '' ? undefined : html`<small class="change">${change}</small>`;
  const counts = cellCounts(cell);
  if (!isPair(cell)) {
    const report = `${encodeURIComponent(cell.file)}.html`;
    return html`<td role="cell" class="alone">${to}<a href="${report}">${own.aloneRules(counts.ofServer)}</a>${changed}</td>`;
  }
  const below = ownText(cell, page.lang);
  const rest = below === '' ? undefined : html`<small>${oneLine(below)}</small>`;
  return html`<td role="cell" class="${colorOf(cell)}">${to}<a href="${anchor}"><b>${counts.together}</b> ${own.together}</a>${rest}${changed}</td>`;
}

function legend({ own, federation }: FederationPage): Html {
  const colors = [
    ['s-100', own.legendNone],
    ...STEPS.slice(1).map(([most, color]) => [color, own.legendUpTo(most)]),
    [WORST, own.legendMore(STEPS.at(-1)?.[0] ?? 0)],
  ];
  const { before } = federation;
  const texts = [
    own.legendTogether,
    own.legendOwn,
    own.legendUnshown,
    own.legendAlone,
    own.legendKnown,
    ...(before?.startedAt === undefined ? [] : [own.legendChange(before.startedAt.slice(0, 10))]),
    own.legendShare,
  ];
  return html`<div class="grid-legend"><h3>${own.legend}</h3>
<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>
<ul class="legend" aria-label="${own.legendShare}">${colors.map(([color, text]) => html`<li class="key ${color}">${text}</li>`)}</ul></div>`;
}
