// The top of the HTML report: the server, the run and its totals, and what is worth a look apart from verdicts.

import type { Language } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { RunInfo } from '../../model/run.ts';
import { countOutcomes, knownBroken, listedIn, occurring } from '../../results/outcomes.ts';
import { trafficOf } from '../../results/traffic.ts';
import { limitText } from '../../wording/server-limits.ts';
import { shellWords } from '../../wording/shell.ts';
import { standardsText } from '../text/standards.ts';
import { lossesText, unjudgedTexts } from '../text/totals-text.ts';
import {
  answeredLines,
  answeredTitle,
  moduleLines,
  modulesTitle,
  orderText,
  unexplainedText,
  unexplainedTitle,
} from '../text/traffic-text.ts';
import { compactXml } from '../text/xml-text.ts';
import { caseAnchor } from './anchor.ts';
import { languageTag } from './document.ts';
import { badge, bar, filterLink } from './outcome.ts';
import { oneLine, type Page } from './page-context.ts';
import { type Html, type HtmlValue, html } from './template.ts';

/** Software and version, `Prosody 0.12.3`; its name where the server reports neither. Of a pair both: `Prosody 0.12.3 → jabberd2 2.7.0`. */
export function serverName({ info: { target, peer } }: Page): string {
  const names = [target, ...(peer === undefined ? [] : [peer])].map(nameOf);
  return oneLine(names.join(' → '));
}

const nameOf = ({ name, software, version }: Pick<RunInfo['target'], 'name' | 'software' | 'version'>): string =>
  `${software} ${version}`.trim() || name;

/** The standards that the results are about. */
export const standardsOf = (page: Page): string => standardsText(page.results.flatMap(verdictsOf), page);

const verdictsOf = ({ requirements }: CaseResult) => requirements;

/** Server, facts of the run and totals. */
export function masthead(page: Page): Html {
  const { words } = page;
  return html`<header>
<div class="top-line"><p class="kicker">${words.subtitle(standardsOf(page))}</p>${languageSwitch(page)}</div>
<h1>${serverName(page)}</h1>
<p class="when">${when(page)}</p>
${totals(page)}
<details class="about"><summary>${words.about}</summary><dl class="facts">${facts(page).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></details>
</header>
`;
}

/** When, where and by what the server was tested. */
function when({ info: { target, peer, tool, startedAt } }: Page): Html {
  const places = [target.domain, ...(peer === undefined ? [] : [peerText(peer)])].map(oneLine).join(' · ');
  return html`${dateOf(startedAt)} · ${places} · ${tool.name} ${tool.version}`;
}

const dateOf = (startedAt: string): Html =>
  html`<time datetime="${startedAt}">${startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}</time>`;

const LANGUAGES = { en: 'English', zh: '中文' } as const satisfies Readonly<Record<Language, string>>;

/** The languages of the page. The script shows the switch, and changes the language without loading the page again. */
function languageSwitch({ lang, words }: Page): Html {
  const links = (['en', 'zh'] as const).map((each) => {
    const current = each === lang ? html` aria-current="true"` : undefined;
    return html`<a href="?lang=${each}" data-lang="${each}" lang="${languageTag(each)}"${current}>${LANGUAGES[each]}</a>`;
  });
  return html`<nav class="languages" aria-label="${words.languages}" hidden>${links}</nav>`;
}

const peerText = ({ name, software, version, domain }: NonNullable<RunInfo['peer']>): string =>
  [software === '' ? name : `${software} ${version}`.trim(), domain].join(', ');

function facts({ info, summary, words, lang }: Page): readonly (readonly [string, HtmlValue])[] {
  const { target, peer, tool, startedAt, jobs, strict, rerun, order, limits } = info;
  return [
    [words.domain, oneLine(target.domain)],
    [words.target, oneLine(target.name)],
    ...(peer === undefined ? [] : [[words.peer, oneLine(peerText(peer))] as const]),
    [words.tool, `${tool.name} ${tool.version}`],
    [words.date, dateOf(startedAt)],
    [words.duration, words.durationText((summary.durationMs / 1000).toFixed(1), jobs)],
    [words.checks, words.checksText(summary.checks, summary.lateStanzas, summary.expiredWaits)],
    ...(order === undefined ? [] : [[words.order, orderText(order, lang)] as const]),
    ...(limits === undefined
      ? []
      : limits.met.map((limit) => [words.limit, limitText(limit, limits.server, lang)] as const)),
    ...(summary.componentLosses ? [[words.component, lossesText(summary.componentLosses, lang)] as const] : []),
    ...(summary.looks ? [[words.looks, words.looksText(summary.looks.again, summary.looks.changed)] as const] : []),
    ...(strict ? [[words.strict, words.strictText] as const] : []),
    [
      words.rerun,
      html`<code>${oneLine(`xmppspec ${rerun.includes('--') ? 'client' : 'run'} ${shellWords(rerun)}`)}</code>`,
    ],
  ];
}

function totals(page: Page): Html {
  const { cases, results, summary, words, common, lang } = page;
  const counts = countOutcomes(results);
  const figures = occurring(counts).map(
    (outcome) =>
      html`<li>${filterLink(outcome, { outcome }, badge(outcome, page, common.outcomes(counts[outcome], common[outcome])))}</li>`,
  );
  const left = cases.length - results.length;
  const undecided = knownBroken(results).length;
  return html`<div class="totals"><p class="all">${common.cases(results.length)}</p>${bar(counts)}<ul>${figures}</ul>
${summary.knownFailures > undecided ? html`<p>${words.knownTotal(summary.knownFailures - undecided)}</p>` : undefined}
${undecided > 0 ? html`<p>${words.knownBroken(undecided)}</p>` : undefined}
${unjudgedTexts(summary, lang).map((text) => html`<p>${text}</p>\n`)}${left > 0 ? html`<p class="alarm">${words.stopped(left)}</p>` : undefined}</div>`;
}

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
