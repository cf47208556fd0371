// The HTML report: one file that needs no network. Scripts only make it more convenient. Also its data, and the choices of the server.

import { createHash } from 'node:crypto';
import type { Reporter, ReporterSetup } from '../../model/event.ts';
import type { Choice, Latitude } from '../../results/counted-schema.ts';
import { latitudeOf } from '../../results/latitude.ts';
import { caseAnchor, choiceAnchor } from './anchor.ts';
import { type Bodies, caseBodies, type Pages } from './case-bodies.ts';
import { caseList, inListOrder } from './case-list.ts';
import { CASE } from './case-rules.ts';
import { htmlFrame, languageTag, pageScript, siteNav, styleSheet } from './document.ts';
import { findings } from './finding-list.ts';
import { grids } from './grids.ts';
import { masthead, notes, serverName, standardsOf } from './masthead.ts';
import { type Pair, packed } from './packs.ts';
import { laterPart, oneLine, type Page, pageOf, sectionName } from './page-context.ts';
import { requirementList } from './requirement-list.ts';
import { summary } from './requirement-totals.ts';
import type { LanguageData, ScriptData } from './script-data.ts';
import { type Html, html, raw, row, table } from './template.ts';

/** Writes one HTML document when the run is finished, part by part: the whole text takes much memory. */
export function createHtmlReporter(setup: ReporterSetup): Reporter {
  return {
    on(event) {
      if (event.type !== 'run-finished') return;
      const other = setup.lang === 'en' ? 'zh' : 'en';
      const pages = [pageOf(event, setup), pageOf(event, setup, other)] as const;
      for (const part of partsOf(pages, setup.site)) setup.write(part.text);
    },
  };
}

function* partsOf(pages: Pages, site: ReporterSetup['site']): Generator<Html> {
  const [page, other] = pages;
  const { words, lang } = page;
  const bodies = caseBodies(pages);
  const script = pageScript();
  const hash = createHash('sha256').update(script.text).digest('base64');
  const frame = {
    lang,
    title: titleOf(page),
    style: styleSheet('diagram', 'findings'),
    skipLink: words.skipLink,
    scriptSource: `'sha256-${hash}'`,
  };
  const { before, after } = htmlFrame(frame);
  yield html`${before}<div id="view">`;
  yield* view(page, bodies, site);
  yield html`</div>
<script type="application/json" id="data">`;
  yield* pageData(pages, bodies, [titleOf(other), [...view(other, bodies, site)].map(({ text }) => text).join('')]);
  yield html`</script>
<script>${script}</script>
${after}`;
}

const titleOf = (page: Page): string => page.words.title(serverName(page), standardsOf(page));

/** All that a reader sees, in the language of the page. */
function* view(page: Page, bodies: Bodies, site: ReporterSetup['site']): Generator<Html> {
  const { words, info } = page;
  yield html`${siteNav(site, page.lang, true)}${masthead(page)}${contents(page)}<main id="main">
`;
  yield findings(page);
  yield html`${notes(page)}${summary(page)}${grids(page)}${latitude(page)}`;
  yield requirementList(page);
  yield* caseList(page, bodies);
  yield html`</main>
<footer><p>${words.madeBy(`${info.tool.name} ${info.tool.version}`)} <a class="top" href="#top">${words.backToTop}</a></p></footer>
`;
}

function contents({ words, results }: Page): Html {
  const hasCells = results.some((result) => result.case.cell !== undefined);
  const hasChoices = results.some((result) => result.case.cell === undefined && result.observed.length > 0);
  const parts = [
    ['findings', words.findings],
    ['summary', words.summary],
    ...(hasCells ? [['tables', words.tables]] : []),
    ...(hasChoices ? [['latitude', words.latitude]] : []),
    ['requirements', words.requirements],
    ['cases', words.cases],
  ];
  const items = parts.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`);
  return html`<nav class="contents" aria-label="${words.contents}"><ul>${items}</ul></nav>
`;
}

/** The content of the element `#data`, part by part; `view` is the title and the HTML of the page in its second language. */
function* pageData(pages: Pages, bodies: Bodies, view: readonly [string, string]): Generator<Html> {
  const [own, other] = pages;
  const all = [...own.requirements.values()];
  const numbers = new Map(all.map(({ id }, at) => [id, at]));
  const listOf = (ids: readonly string[]) => ids.flatMap((id) => numbers.get(id) ?? []).join(' ');
  const lists = [...new Set(own.results.map((result) => listOf(result.case.requirements)))];
  const pairs = own.parts.map((part, at): Pair => [part.text, other.parts[at]?.text ?? '']);
  const groups = Array.from({ length: Math.ceil(pairs.length / PARTS_A_PACK) }, (_, at) =>
    bodies.pack(pairs.slice(at * PARTS_A_PACK, (at + 1) * PARTS_A_PACK)),
  );
  const frame = asScriptText({
    languages: [languageData(own), languageData(other)],
    requirements: all.map(({ id, level, feature }) => [id, level, feature]),
    cited: lists,
    cases: inListOrder(own.results).map(({ case: { id, requirements } }) => [
      lists.indexOf(listOf(requirements)),
      ...(bodies.places.get(id) ?? ([] as const)),
    ]),
    view: packed(view),
    parts: groups,
    pairs: bodies.pairs,
    packs: [],
  });
  yield raw(frame.slice(0, -END.length));
  for (const [at, pack] of bodies.packs.entries()) yield raw(`${at === 0 ? '' : ','}${asScriptText(pack)}`);
  yield raw(END);
}

function languageData({ lang, words }: Page): LanguageData {
  return { name: lang, tag: languageTag(lang), shownCount: words.shownCount, close: CASE[lang].close };
}

/** See `ScriptData.parts`. */
const PARTS_A_PACK = 20;

/** The end of the data: packs are its last key. */
const END = ']}';

/** JSON that cannot end the script element that holds it. */
function asScriptText(data: ScriptData | string): string {
  return JSON.stringify(data).replace(/</g, '\\u003c');
}

/** Cases named for each choice. */
const MAX_NAMED = 4;

/** The table of choices; undefined if no case observed one. */
function latitude(page: Page): Html | undefined {
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
