// The scoreboard: one column a server, one row a feature or a chapter. A cell says `36/41`, in the colour of the share.

import type { Score, ScoreRow } from '../../results/scoreboard.ts';
import type { SiteServer } from '../../results/site.ts';
import { features } from '../../spec/features.ts';
import { LEVELS } from '../../wording/common.ts';
import { chapterAnchor, featureAnchor, requirementAnchor } from '../html/anchor.ts';
import { OUTCOME_SIGNS } from '../html/outcome.ts';
import { oneLine, sectionName } from '../html/page-context.ts';
import { table } from '../html/table.ts';
import { type Html, type HtmlValue, html } from '../html/template.ts';
import { differing, fitting, linkInto, sideRow } from '../matrix/page-context.ts';
import type { SitePage } from './site-page.ts';
import { sparkline } from './sparkline.ts';

/** Percentages from which a share has its colour; below the last it has that of `s-0`. */
const STEPS = [90, 70, 40] as const;

/** The class of the colour of a share. Only what is whole has the colour of a whole. */
export function shareClass(part: number, all: number): string {
  if (all === 0) return 's-none';
  if (part === all) return 's-100';
  const step = STEPS.find((percent) => 100 * part >= percent * all);
  return `s-${step ?? 0}`;
}

/** The table with its legend. */
export function scoreboard(page: SitePage): Html {
  const { own, site, matrix } = page;
  const { all, features: byFeature, others, chapters } = site.scoreboard;
  const columns = [own.group, ...site.servers.map((server, at) => serverHead(server, at, page))];
  const chapterName = (of: string) => sectionName(of, { titles: matrix.titles, lang: page.lang });
  const rows = [
    scoreRow({ heading: html`<strong>${own.all}</strong>`, anchor: 'requirements' }, all, page),
    caseRow(page),
    groupRow(own.features, page),
    ...byFeature.map((row) =>
      scoreRow({ heading: featureHeading(row, page), anchor: featureAnchor(row.of) }, row, page),
    ),
    ...(others === undefined
      ? []
      : [scoreRow({ heading: own.noFeature, anchor: featureAnchor('none') }, others, page)]),
    groupRow(own.chapters, page),
    ...chapters.map((row) => scoreRow({ heading: chapterName(row.of), anchor: chapterAnchor(row.of) }, row, page)),
  ];
  return html`<section id="scoreboard" aria-labelledby="scoreboard-h"><h2 id="scoreboard-h">${own.scoreboard}</h2>
<p class="note">${own.intro}</p>
${table({ caption: own.scoreboard, columns, className: `board sides${fitting(matrix)}`, isTitled: true }, rows)}
${legend(page)}</section>
`;
}

function serverHead({ label, history, notes }: SiteServer, at: number, page: SitePage): Html {
  const { matrix, own } = page;
  const now = history.at(-1);
  const { software = '', startedAt = '' } = now ?? {};
  const date = html`<time datetime="${startedAt}">${startedAt.slice(0, 10)}</time>`;
  const noted = notes.length === 0 ? undefined : html`<a class="tag o-broken" href="#notes">${own.notedHead}</a>`;
  return html`${linkInto(at, 'top', oneLine(label), matrix)}<small>${oneLine(software)}</small><small>${date}</small>${sparkline(history, page)}${noted}`;
}

function groupRow(title: string, { site }: SitePage): Html {
  return html`<tr class="group"><th scope="colgroup" colspan="${site.servers.length + 1}">${title}</th></tr>
`;
}

function featureHeading({ of, level, differs }: ScoreRow, { matrix, lang }: SitePage): Html {
  const { text = '', zh = '' } = features.find(({ name }) => name === of) ?? {};
  const levelText = level === undefined ? '' : LEVELS[lang][level];
  return html`${differing(differs, matrix)}${of} <small>${levelText} · ${lang === 'zh' ? zh : text}</small>`;
}

interface ScoreHead {
  readonly heading: HtmlValue;
  /** Where the page of a server has the requirements of the row. */
  readonly anchor: string;
}

function scoreRow({ heading, anchor }: ScoreHead, { scores, differs }: ScoreRow, page: SitePage): Html {
  const cells = scores.map((score, at) => scoreTd(score, { at, anchor }, page));
  return sideRow(html`${heading}`, cells, differs);
}

/** Links to the first requirement that is not met. */
function scoreTd(score: Score, { at, anchor }: { readonly at: number; readonly anchor: string }, page: SitePage): Html {
  const { own, matrix } = page;
  const { met, checked, failed, warned, unchecked, isAbsent, notMet } = score;
  if (isAbsent || checked === 0) {
    const text = isAbsent ? own.absent : own.untested;
    return html`<td class="s-none">${linkInto(at, anchor, text, matrix)}</td>`;
  }
  const parts = [
    part(OUTCOME_SIGNS.failed, failed, own.notMet),
    part(OUTCOME_SIGNS.warned, warned, own.notFollowed),
    part(OUTCOME_SIGNS.skipped, unchecked, own.unchecked),
  ];
  const content = figure(own.of(met, checked), own.scoreText(met, checked), parts);
  const [first] = notMet;
  const target = first === undefined ? anchor : requirementAnchor(first);
  // What was hardly checked must not look like what was.
  const partial = unchecked > checked ? ' s-partial' : '';
  return html`<td class="${shareClass(met, checked)}${partial}">${linkInto(at, target, content, matrix)}</td>`;
}

/** `36/41`, in words for screen readers, and what is missing below it. */
function figure(text: string, words: string, parts: readonly (Html | undefined)[]): Html {
  return html`<b><span aria-hidden="true">${text}</span><span class="sr">${words}</span></b>${parts.some((one) => one !== undefined) ? html`<small>${parts}</small>` : undefined}`;
}

/** A sign and a number, in words for screen readers; undefined for none. */
function part(sign: string, count: number, words: (count: number) => string): Html | undefined {
  if (count === 0) return undefined;
  return html` <span class="part"><span aria-hidden="true">${sign} ${count}</span><span class="sr">${words(count)}</span></span>`;
}

function caseRow(page: SitePage): Html {
  const { own, site, matrix } = page;
  const cells = site.servers.map(({ passed, ran, history, notes }, at) => {
    const isPartial = notes.some((note) => note.kind === 'partial' && note.cases < note.all / 2);
    const { failed = 0, warned = 0, broken = 0 } = history.at(-1)?.outcomes ?? {};
    const parts = [
      part(OUTCOME_SIGNS.failed, failed, own.failed),
      part(OUTCOME_SIGNS.warned, warned, own.warned),
      part(OUTCOME_SIGNS.broken, broken, own.broken),
    ];
    const content = figure(own.of(passed, ran), own.caseText(passed, ran), parts);
    const color = `${shareClass(passed, ran)}${isPartial ? ' s-partial' : ''}`;
    return html`<td class="${color}">${linkInto(at, 'cases', content, matrix)}</td>`;
  });
  const differs = new Set(site.servers.map(({ passed, ran }) => `${passed}/${ran}`)).size > 1;
  return sideRow(html`<strong>${own.cases}</strong> <small>${own.casesNote}</small>`, cells, differs);
}

function legend({ own }: SitePage): Html {
  const last = STEPS.at(-1) ?? 0;
  const items = [
    ['s-100', own.legendAll],
    ...STEPS.map((percent) => [`s-${percent}`, own.legendFrom(percent)]),
    ['s-0', own.legendBelow(last)],
    ['s-none', own.grey],
    ['s-100 s-partial', own.hatched],
  ];
  return html`<p class="note">${own.signsNote}</p>
<ul class="legend" aria-label="${own.legend}">${items.map(([color, text]) => html`<li class="key ${color}">${text}</li>`)}</ul>`;
}
