// Requirements side by side, those first in which servers differ. Each unfolds to the cases of its verdicts.

import type { Mark, RequirementRow, Standing } from '../../results/matrix.ts';
import { LEVELS } from '../../wording/common.ts';
import { requirementAnchor } from '../html/anchor.ts';
import { badge } from '../html/outcome.ts';
import { oneLine } from '../html/page-context.ts';
import { table } from '../html/table.ts';
import { type Html, html } from '../html/template.ts';
import { citation, ruleText } from '../text/citation.ts';
import { fitting, linkInto, type MatrixPage, serverHeads, sideRow } from './page-context.ts';

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
