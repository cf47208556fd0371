// What a run met apart from verdicts that is worth a look.

import { listedIn } from '../../results/outcomes.ts';
import { trafficOf } from '../../results/traffic.ts';
import {
  answeredLines,
  answeredTitle,
  moduleLines,
  modulesTitle,
  unexplainedText,
  unexplainedTitle,
} from '../text/traffic-text.ts';
import { compactXml } from '../text/xml-text.ts';
import { caseAnchor } from './anchor.ts';
import { oneLine, type Page } from './page-context.ts';
import { type Html, html } from './template.ts';

/** Enough to recognise their kind. */
const MAX_UNCLAIMED = 10;

/** Stale entries of the baseline, and stanzas that no case claimed; undefined: nothing of it. */
export function notes(page: Page): Html | undefined {
  const lists = [staleList, unexplainedList, answeredList, moduleList, unclaimedList];
  const noted = lists.flatMap((list) => list(page) ?? []);
  if (noted.length === 0) return undefined;
  return html`<section id="notes" aria-labelledby="notes-h"><h2 id="notes-h">${page.words.notes}</h2>
${noted}</section>
`;
}

function staleList({ staleBaseline, words }: Page): Html | undefined {
  if (staleBaseline.length === 0) return undefined;
  const items = staleBaseline.map(
    (entry) =>
      html`<li><a href="#${caseAnchor(entry.case)}"><code>${oneLine(entry.case)}</code></a> <code>${oneLine(listedIn(entry))}</code></li>`,
  );
  return html`<h3>${words.staleTitle}</h3><ul class="cases">${items}</ul>`;
}

function unexplainedList({ results, lang }: Page): Html | undefined {
  const { unexplainedTraffic: kinds } = trafficOf(results);
  if (kinds.length === 0) return undefined;
  const items = kinds.map(
    (kind) =>
      html`<li>${kind.count} × <code>${oneLine(unexplainedText(kind, results, lang))}</code> <a href="#${caseAnchor(kind.case)}"><code>${oneLine(kind.case)}</code></a></li>`,
  );
  return html`<h3>${unexplainedTitle(lang)}</h3><ul class="cases">${items}</ul>`;
}

function answeredList(page: Page): Html | undefined {
  const lines = answeredLines(page, page.lang);
  if (lines.length === 0) return undefined;
  return html`<h3>${answeredTitle(page.lang)}</h3><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function moduleList({ results, lang }: Page): Html | undefined {
  const lines = moduleLines(trafficOf(results), lang);
  if (lines.length === 0) return undefined;
  return html`<details><summary>${modulesTitle(lang)}</summary><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></details>`;
}

function unclaimedList({ unclaimedStanzas, summary, words }: Page): Html | undefined {
  if (unclaimedStanzas.length === 0) return undefined;
  const items = unclaimedStanzas
    .slice(0, MAX_UNCLAIMED)
    .map((stanza) => html`<li><code>${oneLine(compactXml(stanza, (text) => text))}</code></li>`);
  const count = unclaimedStanzas.length + (summary.unlistedStanzas ?? 0);
  const more = count - MAX_UNCLAIMED;
  return html`<details><summary>${words.unclaimedTitle(count)}</summary>
<ul>${items}</ul>${more > 0 ? html`<p>${words.more(more)}</p>` : undefined}</details>`;
}
