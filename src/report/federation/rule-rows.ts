// One row a rule: the pairs that break it only together, and the servers that break it alone. Each name leads to the test.

import { cellsOf, isPair, type TestedCell } from '../../results/federation.ts';
import { groupOf, type RuleRow, type Showing } from '../../results/federation-rules.ts';
import { LEVELS } from '../../wording/common.ts';
import { OUTCOME_SIGNS } from '../html/outcome.ts';
import { oneLine } from '../html/page-context.ts';
import { type Html, html, raw } from '../html/template.ts';
import { citation, ruleText } from '../text/citation.ts';
import { caseAddress, cellAnchor, type FederationPage, reportLinks, serverNumber } from './federation-page.ts';
import { pairName } from './federation-words.ts';
import { atFaultText, otherOutcomes, ruleOutcome } from './phrases.ts';

/** The rules with a search, which scripts show; undefined: every rule is met. */
export function rulesSection(rows: readonly RuleRow[], page: FederationPage): Html | undefined {
  if (rows.length === 0) return undefined;
  const { own } = page;
  const inGroup = (name: string) => rows.filter((row) => groupOf(row) === name);
  const alone = inGroup('alone');
  const groups = [
    group(own.groupTogether, inGroup('together'), page),
    group(own.groupUnshown, inGroup('unshown'), page),
    group(own.groupOwn, inGroup('own'), page),
  ];
  // What no pair breaks is no matter of the event.
  const folded =
    alone.length === 0
      ? undefined
      : html`<details class="folded"><summary>${own.groupAlone(alone.length)}</summary>${ruleTable([group(undefined, alone, page)], page)}</details>
`;
  return html`<section id="rules" aria-labelledby="rules-h"><h2 id="rules-h">${own.rules}</h2>
<p class="note">${own.rulesNote}</p>
<form class="search" role="search" hidden><label>${own.search} <input type="search" name="q" placeholder="${own.searchHint}"></label> <output aria-live="polite" data-text="${own.shown}"></output></form>
${targets(page)}${groups.every((one) => one === undefined) ? undefined : ruleTable(groups, page)}${folded}</section>
`;
}

function ruleTable(groups: readonly (Html | undefined)[], { own }: FederationPage): Html {
  const columns = [own.ruleHead, own.togetherHead, own.ownRulesHead];
  return html`<table class="rule-rows" role="table"><caption><span class="sr">${own.rules}</span></caption>
<thead role="rowgroup"><tr role="row">${columns.map((column) => html`<th scope="col" role="columnheader">${column}</th>`)}</tr></thead>
${groups}</table>
`;
}

/** Rows below a title; undefined: there are none. */
function group(
  title: ((count: number) => string) | undefined,
  rows: readonly RuleRow[],
  page: FederationPage,
): Html | undefined {
  if (rows.length === 0) return undefined;
  const head =
    title &&
    html`<tr role="row" class="group"><th scope="rowgroup" role="rowheader" colspan="3">${title(rows.length)}</th></tr>
`;
  return html`<tbody role="rowgroup">${head}${rows.map((row) => ruleRow(row, page))}</tbody>
`;
}

function ruleRow(row: RuleRow, page: FederationPage): Html {
  const { pairs, alone } = row;
  const all = [...pairs.together, ...pairs.unshown, ...pairs.own, ...alone];
  const inside = new Set(all.flatMap(({ cell }) => tokensOf(cell, page)));
  // Where a server breaks it alone, the pairs say no more.
  const shown = [...pairs.together, ...pairs.unshown, ...(alone.length === 0 ? pairs.own : [])];
  const also =
    pairs.own.length === 0 || alone.length === 0
      ? undefined
      : html` <details><summary>${page.own.alsoIn(pairs.own.length)}</summary>${chips(pairs.own, page)}</details>`;
  return html`<tr role="row" id="rule-${oneLine(row.id)}" data-in="${[...inside].join(' ')}"><th scope="row" role="rowheader">${ruleHead(row, page)}</th>
<td role="cell"${label(page.own.togetherHead, shown.length)}>${chips(shown, page)}</td>
<td role="cell"${label(page.own.ownRulesHead, alone.length)}>${chips(alone, page)}${also}</td></tr>
`;
}

/** The head of the column, for a narrow screen, which shows cells below each other; nothing for an empty cell. */
const label = (text: string, count: number): Html | undefined =>
  count === 0 ? undefined : html` data-label="${text}"`;

/** `p1-2` of a pair, and `s1` of each of its servers: what a part of the page about them shows. */
function tokensOf({ server, peer }: TestedCell, page: FederationPage): readonly string[] {
  const [a, b] = [serverNumber(server, page), serverNumber(peer, page)];
  return [`p${a}-${b}`, `s${a}`, `s${b}`];
}

function ruleHead({ id, level }: RuleRow, { lang, requirements }: FederationPage): Html {
  const requirement = requirements.get(id);
  const text = requirement && html`<span class="text">${ruleText(requirement, lang)}</span>`;
  const clause = requirement && html` <small>${citation(requirement, lang)}</small>`;
  return html`${text}<a href="#rule-${oneLine(id)}"><code>${oneLine(id)}</code></a> <small>${LEVELS[lang][level]}</small>${clause}`;
}

const chips = (showings: readonly Showing[], page: FederationPage): readonly Html[] =>
  showings.map((showing) => chip(showing, page));

/** The name of a run, with its first case as the link. */
function chip({ cell, rule }: Showing, { own, common, lang }: FederationPage): Html {
  const outcome = ruleOutcome(rule);
  const fault = atFaultText(rule, cell, lang);
  const notes = [
    ...(rule.cases.length > 1 ? [common.cases(rule.cases.length)] : []),
    ...(fault === '' ? [] : [own.charged(fault)]),
    ...(rule.isKnown ? [own.known(rule.cases.length)] : []),
  ].join(common.comma);
  const [first = ''] = rule.cases;
  const shown = notes === '' ? undefined : html` <small>${oneLine(notes)}</small>`;
  return html`<a class="chip o-${outcome}" href="${caseAddress(cell.file, first)}"><span aria-hidden="true">${OUTCOME_SIGNS[rule.verdict]}</span><span class="sr">${common[rule.verdict]}</span> ${oneLine(pairName(cell, own))}${shown}</a> `;
}

/** Pairs with rules, and servers: what the grid links to. The style shows the one that is the target of the address, and its rules. */
const targetsOf = ({ federation }: FederationPage): readonly TestedCell[] =>
  cellsOf(federation).filter(
    (cell) => cell.kind === 'tested' && isPair(cell) && cell.rules.length > 0,
  ) as readonly TestedCell[];

function targets(page: FederationPage): readonly Html[] {
  const { own, federation, lang } = page;
  const all = html`<a href="#rules">${own.allPairs}</a>`;
  const cells = targetsOf(page).map((cell) => {
    const facts = [own.cases, own.passedOf(cell.outcomes.passed, cell.ran), otherOutcomes(cell, lang)].join(' ');
    return html`<p class="at" id="${cellAnchor(cell, page)}"><strong>${own.onlyRules(oneLine(pairName(cell, own)))}</strong> · ${facts} · ${reportLinks(cell, page)} · ${all}</p>
`;
  });
  const servers = federation.servers.map(
    (
      { name },
      at,
    ) => html`<p class="at" id="server-${at + 1}"><strong>${own.onlyRules(oneLine(name))}</strong> · ${all}</p>
`,
  );
  return [...cells, ...servers];
}

/** The style that shows the rules of the target alone: a rule for each cell and each server. A browser without :has() shows all. */
export function targetStyle(page: FederationPage): Html {
  const cells = targetsOf(page).map((cell) => [cellAnchor(cell, page), tokensOf(cell, page)[0] ?? ''] as const);
  const servers = page.federation.servers.map((_, at) => [`server-${at + 1}`, `s${at + 1}`] as const);
  const rules = [...cells, ...servers].map(
    ([id, token]) => `:root:has(#${id}:target) .rule-rows [data-in]:not([data-in~="${token}"]){display:none}`,
  );
  return raw(`\n${rules.join('\n')}\n`);
}
