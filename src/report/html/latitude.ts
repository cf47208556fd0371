// The choices of the server where the standard permits isOneOfSeveral, with the cases that show them.

import type { Choice, Latitude } from '../../results/counted-schema.ts';
import { latitudeOf } from '../../results/latitude.ts';
import { caseAnchor, choiceAnchor } from './anchor.ts';
import { laterPart } from './later-part.ts';
import { oneLine, type Page, sectionName } from './page-context.ts';
import { row, table } from './table.ts';
import { type Html, html } from './template.ts';

/** Cases named for each choice. */
const MAX_NAMED = 4;

/** The table of choices; undefined if no case observed one. */
export function latitude(page: Page): Html | undefined {
  const { words, results } = page;
  const choices = latitudeOf(results.filter((result) => result.case.cell === undefined));
  if (choices.length === 0) return undefined;
  const columns = [words.scenario, words.section, words.choice];
  const head = { caption: words.latitude, columns, className: 'latitude', isTitled: true };
  const list = table(
    head,
    choices.map((entry) => latitudeRow(entry, page)),
  );
  const anchors = choices.map(({ scenario }) => choiceAnchor(scenario));
  const part = laterPart({ id: 'choices', summary: words.choiceCount(choices.length), list, anchors }, page);
  return html`<section id="latitude" aria-labelledby="latitude-h"><h2 id="latitude-h">${words.latitude}</h2>
<p class="note">${words.latitudeNote}</p>
${part}</section>
`;
}

function latitudeRow({ title, scenario, section, choices }: Latitude, page: Page): Html {
  const isOneOfSeveral = choices.length > 1;
  const items = choices.map((choice) => html`<li>${choiceText(choice, isOneOfSeveral, page)}</li>`);
  return row(
    html`${oneLine(title)} <code>${oneLine(scenario)}</code>`,
    [html`<td>${sectionName(section, page)}</td><td><ul>${items}</ul></td>`],
    choiceAnchor(scenario),
  );
}

/** Names the variants that observed the choice, unless all observed the same one. */
function choiceText({ observed, violates, cases }: Choice, isOneOfSeveral: boolean, { words }: Page): Html {
  const [first = '', ...others] = cases;
  const name = html`<a href="#${caseAnchor(first)}">${oneLine(observed)}</a>`;
  const violation = violates ? html` <span class="badge o-warned">${words.violation}</span>` : undefined;
  if (!isOneOfSeveral) return html`${name}${violation}`;
  const named = others.slice(0, MAX_NAMED - 1).map((id) => html` · <a href="#${caseAnchor(id)}">${variantOf(id)}</a>`);
  const more = cases.length - MAX_NAMED;
  return html`${name}${violation} <small>${variantOf(first)}${named}${more > 0 ? ` · ${words.more(more)}` : undefined}</small>`;
}

/** `two-items,remote` of `x[two-items,remote]`. */
function variantOf(id: string): string {
  return oneLine(/\[(.*)\]$/.exec(id)?.[1] ?? id);
}
