// The scoreboard: one column a server, one row a feature or a chapter. A cell says `36/41`, in the colour of the share. Also badges.

import stringWidth from 'string-width';
import type { Language } from '../../model/event.ts';
import type { HistoryEntry } from '../../results/history.ts';
import type { Score, ScoreRow, SiteServer } from '../../results/site.ts';
import { featuresOf } from '../../spec/features.ts';
import { LEVELS } from '../../wording/common.ts';
import { chapterAnchor, featureAnchor, requirementAnchor } from '../html/anchor.ts';
import { OUTCOME_SIGNS } from '../html/outcome.ts';
import { oneLine, sectionName } from '../html/page-context.ts';
import { type Html, type HtmlValue, html, table } from '../html/template.ts';
import { differing, fitting, linkInto, sideRow } from '../matrix/matrix-page.ts';
import { percentText, SITE, type SitePage } from './site-words.ts';

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

function featureHeading({ of, level, differs }: ScoreRow, { matrix, lang, requirements }: SitePage): Html {
  const { text = '', zh = '' } = featuresOf(requirements).find(({ name }) => name === of) ?? {};
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

const [WIDTH, HEIGHT, MARGIN] = [96, 24, 3];

/** Cases that were not skipped. */
const ranIn = ({ cases, outcomes }: HistoryEntry): number => cases - outcomes.skipped;

/** The line, with its first and last value for screen readers; undefined for a single report. */
function sparkline(history: readonly HistoryEntry[], { own }: SitePage): Html | undefined {
  const [first, last] = [history[0], history.at(-1)];
  if (first === undefined || last === undefined || history.length < 2) return undefined;
  const shares = history.map((entry) => entry.outcomes.passed / Math.max(1, ranIn(entry)));
  const [low, high] = [Math.min(...shares), Math.max(...shares)];
  const points = shares.map((share, at) => {
    const x = MARGIN + (at * (WIDTH - 2 * MARGIN)) / (shares.length - 1);
    const y = high === low ? HEIGHT / 2 : HEIGHT - MARGIN - ((share - low) * (HEIGHT - 2 * MARGIN)) / (high - low);
    return { x: x.toFixed(1), y: y.toFixed(1) };
  });
  const end = points.at(-1);
  const isMixed = history.some(({ changes }) => changes !== undefined && changes.added + changes.gone > 0);
  const trend = own.trend(
    percentText(first.outcomes.passed, ranIn(first)),
    percentText(last.outcomes.passed, ranIn(last)),
    history.length,
  );
  const text = isMixed ? own.mixed(trend) : trend;
  return html`<svg class="trend${isMixed ? ' mixed' : ''}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${text}"><title>${text}</title><polyline points="${points.map(({ x, y }) => `${x},${y}`).join(' ')}"/><circle cx="${end?.x}" cy="${end?.y}" r="2.5"/></svg>`;
}

/** Width of a column of text in pixels at 11 px, and the space around each text. `textLength` makes it exact. */
const [COLUMN, SPACE, BADGE_HEIGHT] = [6.6, 8, 20];

/** White on each of them has a contrast of at least 4.5 (WCAG 2.1, 1.4.3). */
const COLORS: Readonly<Record<string, string>> = {
  's-100': '#176529',
  's-90': '#4d6a00',
  's-70': '#7a5a00',
  's-40': '#9a4a00',
  's-0': '#a1121d',
  's-none': '#50575f',
};

type Badge = Pick<SiteServer, 'label' | 'passed' | 'ran' | 'notes'>;

/** The badge as SVG, readable without a style sheet. Its text for screen readers is in both languages. */
export function badgeSvg(server: Badge): Html {
  const { label, passed, ran } = server;
  const name = oneLine(label);
  const value = valueText(server, 'en');
  const title = `${name}: ${value} · ${valueText(server, 'zh')}`;
  const [left, right] = [textWidth(name), textWidth(value)];
  const [edge, width] = [left + 2 * SPACE, left + right + 4 * SPACE];
  const color = COLORS[isPartial(server) ? 's-none' : shareClass(passed, ran)] ?? '';
  const text = (x: number, length: number, content: string) =>
    html`<text x="${x}" y="14" textLength="${length}" lengthAdjust="spacingAndGlyphs">${content}</text>`;
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${BADGE_HEIGHT}" viewBox="0 0 ${width} ${BADGE_HEIGHT}" role="img" aria-label="${title}"><title>${title}</title><rect width="${width}" height="${BADGE_HEIGHT}" rx="3" fill="#333a42"/><path d="M${edge} 0h${width - edge - 3}a3 3 0 0 1 3 3v${BADGE_HEIGHT - 6}a3 3 0 0 1-3 3H${edge}z" fill="${color}"/><g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">${text(SPACE, left, name)}${text(edge + SPACE, right, value)}</g></svg>
`;
}

function valueText(server: Badge, lang: Language): string {
  const { passed, ran } = server;
  const text = ran === 0 ? SITE[lang].untested : SITE[lang].caseText(passed, ran);
  return isPartial(server) ? SITE[lang].partial(text) : text;
}

/** A badge has no room for notes: what does not show the whole suite has no colour of praise. */
const isPartial = ({ notes }: Badge): boolean => notes.some(({ kind }) => kind === 'partial' || kind === 'stopped');

const textWidth = (text: string): number => Math.ceil(stringWidth(text) * COLUMN);
