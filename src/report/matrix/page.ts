// The matrix as a page: one file, no network, no scripts.

import type { FeatureRow, Matrix, MatrixServer } from '../../results/matrix.ts';
import { OUTCOMES } from '../../results/outcomes.ts';
import { LEVELS } from '../../wording/common.ts';
import { styleSheet } from '../html/browser-files.ts';
import { htmlDocument } from '../html/document.ts';
import { badge, bar } from '../html/outcome.ts';
import { oneLine } from '../html/page-context.ts';
import { VERDICT_COLORS } from '../html/summary.ts';
import { row, table } from '../html/table.ts';
import { type Html, html } from '../html/template.ts';
import { standardsText } from '../text/standards.ts';
import { matrixGrids, matrixLatitude } from './grids.ts';
import { differing, type MatrixPage, matrixPageOf, serverHeads, sideRow } from './page-context.ts';
import { matrixRequirements } from './requirements.ts';

/** The matrix as HTML. */
export function matrixHtml(matrix: Matrix, look: Pick<MatrixPage, 'lang' | 'requirements'>): string {
  return documentOf(matrixPageOf(matrix, look)).text;
}

function documentOf(page: MatrixPage): Html {
  const { own, words, lang } = page;
  return htmlDocument(
    { lang, title: own.title, style: styleSheet('matrix'), skipLink: words.skipLink },
    html`<header><p class="kicker">${own.subtitle(standardsText(page.matrix.requirements, page))}</p><h1>${own.title}</h1>
${serverTable(page)}</header>
${contents(page)}<main id="main">
${featureTable(page)}${matrixRequirements(page)}${matrixGrids(page)}${matrixLatitude(page)}</main>
<footer><p><a class="top" href="#top">${words.backToTop}</a></p></footer>
`,
  );
}

function contents(page: MatrixPage): Html {
  const { own, words, matrix } = page;
  const parts: readonly (readonly [string, string])[] = [
    ['features', own.featuresHead],
    ['requirements', own.requirementsHead],
    ...(matrix.grids.length > 0 ? [['tables', words.tables] as const] : []),
    ...(matrix.latitude.length > 0 ? [['latitude', words.latitude] as const] : []),
  ];
  return contentsOf(parts, page);
}

/** The links to the parts of a page, and the box that hides rows in which servers agree. */
export function contentsOf(
  parts: readonly (readonly [string, string])[],
  { own, words }: Pick<MatrixPage, 'own' | 'words'>,
): Html {
  const items = parts.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`);
  return html`<nav class="contents" aria-label="${words.contents}"><ul>${items}
<li><label class="only"><input type="checkbox" id="only"> ${own.onlyDiffering}</label></li></ul></nav>
`;
}

function serverTable(page: MatrixPage): Html {
  const { own, words, common, matrix } = page;
  const columns = [
    own.server,
    words.version,
    words.date,
    words.share,
    own.total,
    ...OUTCOMES.map((outcome) => common[outcome]),
    own.known,
    own.keptHead,
  ];
  const rows = matrix.servers.map((server) => serverRow(server, page));
  return table({ caption: own.servers, columns, className: 'servers' }, rows);
}

function serverRow(server: MatrixServer, { words }: MatrixPage): Html {
  const { name, software, startedAt, cases, outcomes: counts, knownFailures, requirements } = server;
  const numbers = OUTCOMES.map((outcome) => {
    const color = counts[outcome] === 0 ? 'zero' : `o-${outcome}`;
    return html`<td class="n ${color}">${counts[outcome]}</td>`;
  });
  const { passed, warned, failed } = requirements;
  return row(oneLine(name), [
    html`<td>${oneLine(software)}</td><td><time datetime="${startedAt}">${startedAt.slice(0, 10)}</time></td>`,
    html`<td>${bar(counts)}</td><td class="n">${cases}</td>`,
    ...numbers,
    html`<td class="n">${knownFailures}</td><td class="n">${words.ofChecked(passed, passed + warned + failed)}</td>`,
  ]);
}

function featureTable(page: MatrixPage): Html {
  const { own, words, matrix } = page;
  const columns = [words.feature, words.levelHead, ...serverHeads(page)];
  const rows = matrix.features.map((feature) => featureRow(feature, page));
  return html`<section id="features" aria-labelledby="features-h"><h2 id="features-h">${own.featuresHead}</h2>
${table({ caption: own.featuresHead, columns, className: 'sides', isTitled: true }, rows)}</section>
`;
}

function featureRow({ feature, level, verdicts, differs }: FeatureRow, page: MatrixPage): Html {
  const { words } = page;
  // A server may lack an optional feature.
  const isFree = level === 'MAY' || level === 'N/A';
  const cells = verdicts.map((verdict) => {
    const color = verdict === 'not supported' && isFree ? 'skipped' : VERDICT_COLORS[verdict];
    return html`<td>${badge(color, page, words.featureVerdict(verdict))}</td>`;
  });
  const heading = html`${differing(differs, page)}${feature}`;
  return sideRow(heading, [html`<td>${LEVELS[page.lang][level]}</td>`, ...cells], differs);
}
