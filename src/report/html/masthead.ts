// The top of the HTML report: which server, what was run, how it went, and what to look at first.

import type { CaseResult } from '../../model/result.ts';
import { countOutcomes, occurring } from '../../results/outcomes.ts';
import { shellWords } from '../../wording/shell.ts';
import { compactXml } from '../text/xml-text.ts';
import { caseAnchor } from './anchor.ts';
import { badge, bar, filterLink, outcomeIcon } from './outcome.ts';
import { oneLine, type Page } from './page-context.ts';
import { type Html, type HtmlValue, html } from './template.ts';

/** More would hide the summary below it; all are among the cases. */
const MAX_LISTED = 50;
/** Enough to see what they are. */
const MAX_STRAYS = 10;

/** The server as people name it: `Prosody 0.12.3`. */
export function serverName({ info: { target } }: Page): string {
  return oneLine(`${target.software} ${target.version}`.trim() || target.name);
}

/** Server, facts of the run and totals. */
export function masthead(page: Page): Html {
  const { words } = page;
  return html`<header>
<p class="kicker">${words.subtitle}</p>
<h1>${serverName(page)}</h1>
<dl class="facts">${facts(page).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${totals(page)}
</header>
`;
}

function facts({ info, summary, words }: Page): readonly (readonly [string, HtmlValue])[] {
  const { target, tool, startedAt, jobs, strict, rerun } = info;
  const date = html`<time datetime="${startedAt}">${startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}</time>`;
  return [
    [words.domain, oneLine(target.domain)],
    [words.target, oneLine(target.name)],
    [words.tool, `${tool.name} ${tool.version}`],
    [words.date, date],
    [words.duration, words.durationText((summary.durationMs / 1000).toFixed(1), jobs)],
    [words.checks, words.checksText(summary.checks, summary.lateStanzas, summary.expiredWaits)],
    ...(strict ? [[words.strict, words.strictText] as const] : []),
    [words.rerun, html`<code>${oneLine(`xmppspec run ${shellWords(rerun)}`)}</code>`],
  ];
}

function totals(page: Page): Html {
  const { cases, results, summary, words, common } = page;
  const counts = countOutcomes(results);
  const figures = occurring(counts).map(
    (outcome) =>
      html`<li>${filterLink('cases', { outcome }, badge(outcome, page, common.outcomes(counts[outcome], common[outcome])))}</li>`,
  );
  const left = cases.length - results.length;
  return html`<div class="totals"><p class="all">${common.cases(results.length)}</p>${bar(counts)}<ul>${figures}</ul>
${summary.knownFailures > 0 ? html`<p>${words.excusedTotal(summary.knownFailures)}</p>` : undefined}
${left > 0 ? html`<p class="alarm">${words.stopped(left)}</p>` : undefined}</div>`;
}

/** Failures that nobody knew of, and what of the baseline no longer holds. */
export function attention(page: Page): Html {
  const { words, results } = page;
  const fresh = results.filter(isFresh);
  const list = html`<p>${words.attentionIntro}</p>
<ul class="cases">${fresh.slice(0, MAX_LISTED).map((result) => attentionItem(result, page))}</ul>`;
  const more = fresh.length - MAX_LISTED;
  return html`<section id="attention" aria-labelledby="attention-h"><h2 id="attention-h">${words.attention}</h2>
${fresh.length === 0 ? html`<p>${words.attentionNone}</p>` : list}
${more > 0 ? html`<p><a href="#cases">${words.more(more)}</a></p>` : undefined}
${staleList(page)}${strayList(page)}</section>
`;
}

/** Failed or broken, and not excused by a baseline. */
export function isFresh({ outcome, knownFailure }: CaseResult): boolean {
  return (outcome === 'failed' || outcome === 'broken') && knownFailure === undefined;
}

function attentionItem({ outcome, case: { id, title } }: CaseResult, page: Page): Html {
  return html`<li>${outcomeIcon(outcome, page)} <a href="#${caseAnchor(id)}">${oneLine(title)}</a> <code>${oneLine(id)}</code></li>
`;
}

function staleList({ staleBaseline, words }: Page): Html | undefined {
  if (staleBaseline.length === 0) return undefined;
  const items = staleBaseline.map(
    ({ case: id, requirement }) =>
      html`<li><a href="#${caseAnchor(id)}"><code>${oneLine(id)}</code></a> <code>${oneLine(requirement)}</code></li>`,
  );
  return html`<h3>${words.staleTitle}</h3><ul class="cases">${items}</ul>`;
}

function strayList({ unclaimedStanzas, words }: Page): Html | undefined {
  if (unclaimedStanzas.length === 0) return undefined;
  const items = unclaimedStanzas
    .slice(0, MAX_STRAYS)
    .map((stanza) => html`<li><code>${oneLine(compactXml(stanza, (text) => text))}</code></li>`);
  const more = unclaimedStanzas.length - MAX_STRAYS;
  return html`<details><summary>${words.straysTitle(unclaimedStanzas.length)}</summary>
<ul>${items}</ul>${more > 0 ? html`<p>${words.more(more)}</p>` : undefined}</details>`;
}
