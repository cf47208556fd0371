// The matrix as a page: one file, no network, no scripts.

import type { FeatureRow, Mark, Matrix, MatrixServer, RequirementRow, Standing } from '../../results/matrix.ts';
import { OUTCOMES } from '../../results/outcomes.ts';
import { LEVELS } from '../../wording/common.ts';
import { requirementAnchor } from '../html/anchor.ts';
import { htmlDocument, styleSheet } from '../html/document.ts';
import { badge, bar } from '../html/outcome.ts';
import { oneLine } from '../html/page-context.ts';
import { VERDICT_COLORS } from '../html/requirement-totals.ts';
import { type Html, html, row, table } from '../html/template.ts';
import { citation, ruleText } from '../text/citation.ts';
import { standardsText } from '../text/standards.ts';
import { matrixGrids, matrixLatitude } from './compared-grids.ts';
import { differing, fitting, linkInto, type MatrixPage, matrixPageOf, serverHeads, sideRow } from './matrix-page.ts';

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

const STANDINGS: readonly Standing[] = ['differ', 'partly', 'unkept', 'kept'];

/** Cases named for each verdict. The report of the server names all of them. */
const MAX_NAMED = 5;

/** The four groups. Those with differences are unfolded. */
export function matrixRequirements(page: MatrixPage): Html {
  const { own, matrix } = page;
  const groups = STANDINGS.map((standing) => {
    const rows = matrix.requirements.filter((row) => row.standing === standing);
    return rows.length === 0 ? undefined : group(standing, rows, page);
  });
  return html`<section id="requirements" aria-labelledby="requirements-h"><h2 id="requirements-h">${own.requirementsHead}</h2>
${groups}</section>
`;
}

function group(standing: Standing, rows: readonly RequirementRow[], page: MatrixPage): Html {
  const { own, words } = page;
  const isOpen = standing === 'differ' || standing === 'partly';
  const columns = [words.requirement, ...serverHeads(page)];
  const open = isOpen ? html` open` : undefined;
  return html`<details class="chapter ${isOpen ? 'other' : 'same'}"${open}><summary><h3>${own.group(standing)}</h3> ${own.count(rows.length)}</summary>
${table(
  { caption: own.group(standing), columns, className: `sides rules${fitting(page)}`, isTitled: true },
  rows.map((row) => requirementRow(row, page)),
)}</details>
`;
}

function requirementRow(row: RequirementRow, page: MatrixPage): Html {
  const { lang, requirements } = page;
  const { id, level, standing, cells } = row;
  const requirement = requirements.get(id);
  const clauses = requirement && html` · ${citation(requirement, lang)}`;
  const text = requirement && html`<p>${ruleText(requirement, lang)}</p>`;
  const marks = cells.map(({ mark }, at) => {
    const word = badge(mark, page, markWord(mark, page));
    return html`<td>${linkInto(at, requirementAnchor(id), word, page)}</td>`;
  });
  const differs = standing === 'differ' || standing === 'partly';
  // The report of a server names the cases.
  const cases = page.pages === undefined ? casesOf(row, page) : undefined;
  return sideRow(
    html`<code>${oneLine(id)}</code> <small>${LEVELS[lang][level]}${clauses}</small>${text}${cases}`,
    marks,
    differs,
  );
}

function markWord(mark: Mark, { own, words, common }: MatrixPage): string {
  if (mark === 'skipped') return own.notDecided;
  if (mark === 'broken') return common.broken;
  return words.requirementVerdict(mark === 'passed' ? 'met' : mark);
}

/** The cases in which a server does not meet the requirement. */
function casesOf({ cells }: RequirementRow, page: MatrixPage): Html | undefined {
  const { matrix, own, common } = page;
  const parts = cells.flatMap(({ mark, cases }, at) => {
    if (mark !== 'failed' && mark !== 'warned') return [];
    const head = own.inCases(matrix.servers[at]?.name ?? '', markWord(mark, page), common.cases(cases.length));
    const more = cases.length > MAX_NAMED ? html`, …` : undefined;
    const named = cases
      .slice(0, MAX_NAMED)
      .map((id, index) => html`${index > 0 ? ', ' : ''}<code>${oneLine(id)}</code>`);
    return [html`<p>${oneLine(head)}: ${named}${more}</p>`];
  });
  return parts.length === 0 ? undefined : html`<details><summary>${page.words.cases}</summary>${parts}</details>`;
}
