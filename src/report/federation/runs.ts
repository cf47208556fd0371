// One row a run: its cases, its rules and its reports. Runs in which every rule is met are folded together.

import { cellsOf, type FederationCell, isPair, type TestedCell } from '../../results/federation.ts';
import { cellCounts } from '../../results/federation-rules.ts';
import { oneLine } from '../html/page-context.ts';
import { row, table } from '../html/table.ts';
import { type Html, html } from '../html/template.ts';
import { cellAnchor, type FederationPage, reportLinks } from './page-context.ts';
import { changeText, isGreen, obstacleText, otherOutcomes, ownText } from './phrases.ts';
import { pairName } from './words.ts';

type BlockedCell = Extract<FederationCell, { kind: 'blocked' }>;

/** The runs that could not be made, then all others; undefined: there are none yet. */
export function runsSection(page: FederationPage): Html | undefined {
  const { own, federation } = page;
  const cells = cellsOf(federation);
  const tested = cells.filter((cell) => cell.kind === 'tested') as readonly TestedCell[];
  const blocked = cells.filter((cell) => cell.kind === 'blocked') as readonly BlockedCell[];
  if (tested.length + blocked.length === 0) return undefined;
  const green = tested.filter(isGreen);
  const others = tested.filter((cell) => !isGreen(cell));
  const folded =
    green.length === 0
      ? undefined
      : html`<details><summary>${own.green(green.length)}</summary>${runTable(green, page)}</details>
`;
  return html`<section id="pairs" aria-labelledby="pairs-h"><h2 id="pairs-h">${own.pairs}</h2>
${blocked.length === 0 ? undefined : html`<h3>${own.blockedHead}</h3>`}${blocked.map((cell) => blockedPart(cell, page))}${others.length === 0 ? undefined : runTable(others, page)}${folded}</section>
`;
}

function runTable(cells: readonly TestedCell[], page: FederationPage): Html {
  const { own, lang, federation } = page;
  const columns = [own.pairHead, own.rulesHead, own.cases, own.others, own.reports];
  const rows = cells.map((cell) => {
    const { together, ofServer } = cellCounts(cell);
    const head = isPair(cell) ? own.onlyTogether(together) : own.aloneRules(ofServer);
    const rules = [head, ownText(cell, lang), changeText(cell, federation)].filter((text) => text !== '');
    const tds = [
      oneLine(rules.join(page.common.semicolon)),
      own.passedOf(cell.outcomes.passed, cell.ran),
      otherOutcomes(cell, lang),
      reportLinks(cell, page),
    ];
    const labelled = tds.map((content, at) => html`<td data-label="${columns[at + 1] ?? ''}">${content}</td>`);
    // The grid leads to the rules of a pair that has any, else here.
    return row(
      oneLine(pairName(cell, own)),
      labelled,
      cell.rules.length === 0 || !isPair(cell) ? cellAnchor(cell, page) : undefined,
    );
  });
  return table({ caption: own.pairs, columns, className: 'runs', isTitled: true }, rows);
}

function blockedPart(cell: BlockedCell, page: FederationPage): Html {
  const { own, lang } = page;
  const items = cell.obstacles.map((obstacle) => {
    const { remedy } = obstacle;
    const advice = remedy && html`<br><small>${oneLine(own.remedy(remedy[lang]))}</small>`;
    return html`<li>${oneLine(obstacleText(obstacle, { ...cell, lang }))}${advice}</li>`;
  });
  const reasons = items.length === 0 ? html`<p>${own.unexplained}</p>` : html`<ul>${items}</ul>`;
  return html`<section id="${cellAnchor(cell, page)}"><h4>${oneLine(pairName(cell, own))} ${reportLinks(cell, page)}</h4>
${reasons}</section>
`;
}
