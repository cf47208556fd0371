// The history of each server with several reports: totals of each report, and what changed since the last one.

import type { RequirementChange } from '../../results/diff.ts';
import type { Changes, HistoryEntry } from '../../results/history.ts';
import { OUTCOMES } from '../../results/outcomes.ts';
import type { SiteServer } from '../../results/site.ts';
import { LEVELS } from '../../wording/common.ts';
import { requirementAnchor } from '../html/anchor.ts';
import { badge } from '../html/outcome.ts';
import { oneLine } from '../html/page-context.ts';
import { row, table } from '../html/table.ts';
import { type Html, html } from '../html/template.ts';
import { linkInto } from '../matrix/page-context.ts';
import { ruleText } from '../text/citation.ts';
import type { SitePage } from './site-page.ts';

/** Requirements listed of each kind. `xmppspec diff` lists all. */
const MAX_LISTED = 20;

/** Undefined: every server has one report. */
export function history(page: SitePage): Html | undefined {
  const { own, site } = page;
  const parts = site.servers.flatMap((server, at) => (server.history.length > 1 ? [serverPart(server, at, page)] : []));
  if (parts.length === 0) return undefined;
  return html`<section id="history" aria-labelledby="history-h"><h2 id="history-h">${own.history}</h2>
${parts}</section>
`;
}

function serverPart({ label, history: entries }: SiteServer, at: number, page: SitePage): Html {
  const { own, matrix } = page;
  const title = own.historyOf(oneLine(label));
  const heads = OUTCOMES.map((outcome) => matrix.common[outcome]);
  const columns = [matrix.words.date, matrix.words.version, own.allCases, ...heads, own.known, own.change];
  // The newest first.
  const rows = [...entries].reverse().map((entry) => entryRow(entry, page));
  const changes = entries.at(-1)?.changes;
  return html`<h3>${title}</h3>
${table({ caption: title, columns, className: 'counts history', isTitled: true }, rows)}
${changes && changeList(changes, at, page)}`;
}

function entryRow(entry: HistoryEntry, page: SitePage): Html {
  const { startedAt, software, tool, cases, outcomes, knownFailures, changes } = entry;
  const date = startedAt.replace('T', ' ').slice(0, 16);
  const numbers = OUTCOMES.map((outcome) => {
    const color = outcomes[outcome] === 0 ? 'zero' : `o-${outcome}`;
    return html`<td class="n ${color}">${outcomes[outcome]}</td>`;
  });
  const by = tool === undefined ? undefined : html`<small>xmppspec ${oneLine(tool)}</small>`;
  return row(html`<time datetime="${startedAt}">${date}</time>`, [
    html`<td>${oneLine(software)} ${by}</td><td class="n">${cases}</td>`,
    ...numbers,
    html`<td class="n">${knownFailures}</td><td>${changeText(changes, page)}</td>`,
  ]);
}

function changeText(changes: Changes | undefined, { own, matrix }: SitePage): string {
  if (changes === undefined) return own.firstReport;
  const { worse, better, casesWorse, casesBetter, added, gone } = changes;
  const parts = [
    ...(worse.length > 0 ? [own.worse(worse.length)] : []),
    ...(better.length > 0 ? [own.better(better.length)] : []),
    ...(casesWorse.length > 0 ? [own.casesWorse(casesWorse.length)] : []),
    ...(casesBetter.length > 0 ? [own.casesBetter(casesBetter.length)] : []),
    ...(added > 0 ? [own.added(added)] : []),
    ...(gone > 0 ? [own.gone(gone)] : []),
  ];
  return parts.length === 0 ? own.unchanged : parts.join(matrix.common.comma);
}

/** The requirements that are worse or better than in the report before the newest; undefined: none is. */
function changeList({ worse, better }: Changes, at: number, page: SitePage): Html | undefined {
  if (worse.length + better.length === 0) return undefined;
  const list = (changes: readonly RequirementChange[], title: string) => {
    if (changes.length === 0) return undefined;
    const more = changes.length - MAX_LISTED;
    return html`<p>${title}</p><ul class="changes">${changes.slice(0, MAX_LISTED).map((change) => changeItem(change, at, page))}</ul>
${more > 0 ? html`<p>${page.matrix.words.more(more)}</p>` : undefined}`;
  };
  const { own } = page;
  return html`<div class="since"><h4>${own.latest}</h4>
${list(worse, own.worse(worse.length))}${list(better, own.better(better.length))}</div>`;
}

function changeItem({ id, level, old, new: now }: RequirementChange, at: number, page: SitePage): Html {
  const { lang, requirements, matrix, own } = page;
  const requirement = requirements.get(id);
  const word = (verdict: typeof old) =>
    verdict === undefined ? '' : matrix.words.requirementVerdict(verdict === 'passed' ? 'met' : verdict);
  const turn = badge(now ?? 'skipped', matrix, own.turned(word(old), word(now)));
  const text = requirement && html` ${ruleText(requirement, lang)}`;
  return html`<li>${turn} ${linkInto(at, requirementAnchor(id), html`<code>${oneLine(id)}</code>`, matrix)} <small>${LEVELS[lang][level]}</small>${text}</li>
`;
}
