// The part of the HTML report to read first.

import type { CaseResult } from '../../model/result.ts';
import { isOnlyInPair } from '../../results/alone.ts';
import { pairFirst } from '../../results/distinct-first.ts';
import { isNewFailure } from '../../results/outcomes.ts';
import { trafficOf } from '../../results/traffic.ts';
import { COMMON } from '../../wording/common.ts';
import { illFormedKinds } from '../text/ill-formed-xml.ts';
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
import { outcomeIcon } from './outcome.ts';
import { oneLine, type Page } from './page-context.ts';
import { type Html, html } from './template.ts';

/** More would hide the summary below. The list of cases has all of them. */
const MAX_LISTED = 50;
/** Enough to recognise their kind. */
const MAX_UNCLAIMED = 10;

/** New failures, ill-formed XML, stale entries of the baseline, and stanzas that no case claimed. */
export function attention(page: Page): Html {
  const { words, results } = page;
  const failures = pairFirst(results.filter((result) => isNewFailure(result)));
  const list = html`<p>${words.attentionIntro}</p>
<ul class="cases">${failures.slice(0, MAX_LISTED).map((result) => attentionItem(result, page))}</ul>`;
  const more = failures.length - MAX_LISTED;
  return html`<section id="attention" aria-labelledby="attention-h"><h2 id="attention-h">${words.attention}</h2>
${failures.length === 0 ? html`<p>${words.attentionNone}</p>` : list}
${more > 0 ? html`<p><a href="#cases">${words.more(more)}</a></p>` : undefined}
${illFormedList(page)}${staleList(page)}${unexplainedList(page)}${answeredList(page)}${moduleList(page)}${unclaimedList(page)}</section>
`;
}

function attentionItem({ outcome, case: { id, title }, alone }: CaseResult, page: Page): Html {
  const mark = isOnlyInPair({ alone }) ? html` <strong>${COMMON[page.lang].onlyInPair}</strong>` : undefined;
  return html`<li>${outcomeIcon(outcome, page)} <a href="#${caseAnchor(id)}">${oneLine(title)}</a> <code>${oneLine(id)}</code>${mark}</li>
`;
}

function illFormedList({ illFormedXml, words, common, lang }: Page): Html | undefined {
  if (illFormedXml.length === 0) return undefined;
  const items = illFormedKinds(illFormedXml, lang).map(({ text, cases: [first = '', ...others] }) => {
    const more = others.length === 0 ? '' : common.more(others.length);
    return html`<li>${text} <a href="#${caseAnchor(first)}"><code>${oneLine(first)}</code></a>${more}</li>`;
  });
  return html`<h3>${words.illFormedTitle}</h3><ul class="cases">${items}</ul>`;
}

function staleList({ staleBaseline, words }: Page): Html | undefined {
  if (staleBaseline.length === 0) return undefined;
  const items = staleBaseline.map(
    ({ case: id, requirement }) =>
      html`<li><a href="#${caseAnchor(id)}"><code>${oneLine(id)}</code></a> <code>${oneLine(requirement)}</code></li>`,
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
