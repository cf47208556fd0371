// The contents of an unfolded case: outcome, failures, rules, diagram, XML and the command to run it again.

import type { CaseResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { cut, escapeControls } from '../../wording/escape-controls.ts';
import { trafficText } from '../../wording/traffic.ts';
import { placeText, reasonLines, rerunCommand } from '../failure/failed-case-text.ts';
import { createRename } from '../text/names.ts';
import { compactXml, prettyXml } from '../text/xml-text.ts';
import { failures } from './case-failure.ts';
import { CASE, otherRules } from './case-rules.ts';
import { type Budget, createBudget } from './case-xml.ts';
import { diagram, undrawnDiagram } from './diagram.ts';
import { isAside, rowsOf } from './diagram-rows.ts';
import { badge } from './outcome.ts';
import { type Page, sectionName } from './page-context.ts';
import { type Html, html } from './template.ts';

/**
 * Characters of HTML for the XML of one case: of its failures, of its transcript, and of one stanza. An ordinary case
 * needs half of that. The bound keeps a hostile server from filling the page.
 */
const MAX_FAILURES_XML = 4000;
const MAX_TRANSCRIPT_XML = 12_000;
const MAX_STANZA_XML = 2000;
/** Characters of a reason, which may be a stack. */
const MAX_REASON = 600;

/** The whole case without its title and id, for a pack: its diagram is not drawn yet. */
export function caseSection(result: CaseResult, page: Page): Html {
  const shownRules = new Set<string>();
  const failed = failures(result, page, { budget: createBudget(MAX_FAILURES_XML, MAX_STANZA_XML), shownRules });
  const parts = [whereHtml(result, page), reasonHtml(result, page), failed, otherRules(result, page, shownRules)];
  return html`${parts}${sequenceHtml(result, page)}${rerunHtml(result, page)}`;
}

function whereHtml({ outcome, looks = [], case: { section, topology, place } }: CaseResult, page: Page): Html {
  const words = CASE[page.lang];
  const outcomes = looks.map((look) => page.common[look]).join(page.common.comma);
  const played = looks.length === 0 ? undefined : html` <span>${words.looks(outcomes)}</span>`;
  return html`<p class="where">${badge(outcome, page)} <span>${sectionName(section, page)}</span> <span>${words.topology(topology)}</span>${played} <code>${placeText(place)}</code></p>
`;
}

function reasonHtml(result: CaseResult, { lang }: Page): Html | undefined {
  const lines = reasonLines(result, createRename(result.jids), lang);
  return lines.length === 0 ? undefined : html`<p class="reason">${cut(lines.join('\n'), MAX_REASON)}</p>`;
}

/**
 * The diagram with the XML of its stanzas. `key` begins the ids that arrows link to, in a page whose script does not draw; absent:
 * the script draws, and adds ids and times.
 */
export function sequenceHtml(result: CaseResult, page: Page, key?: string): Html | undefined {
  if (result.transcript.entries.length === 0) {
    return result.outcome === 'passed' ? html`<p class="note">${page.words.noTranscript}</p>` : undefined;
  }
  const [words, rows] = [CASE[page.lang], rowsOf(result, page.lang)];
  const entries = rows.flatMap(({ entry }) => entry ?? []);
  const idOf = (entry: TranscriptEntry) => `${key}-${entries.indexOf(entry)}`;
  const context = { result, page, budget: createBudget(MAX_TRANSCRIPT_XML, MAX_STANZA_XML) };
  const items = entries.flatMap((entry) => stanzaHtml(entry, key === undefined ? undefined : idOf(entry), context));
  const xml =
    items.length === 0
      ? undefined
      : html`<details><summary>${words.xml(page.common.stanzas(items.length))}</summary><ol class="stanzas">${items}</ol></details>`;
  // The setup of a case that passed has shown nothing, and would be a third of all.
  const folded = result.outcome === 'passed' ? [] : rows.flatMap((row) => row.folded ?? []);
  const drawn =
    key === undefined
      ? undrawnDiagram(result, page.lang)
      : html`<div class="scroll" tabindex="0" role="group" aria-label="${words.sequence}">${diagram(result, page.lang, (entry) => `#${idOf(entry)}`)}</div>`;
  return html`<h4>${words.sequence}</h4>
${drawn}
${xml}${foldedHtml(folded, context)}
`;
}

interface TranscriptContext {
  readonly result: CaseResult;
  readonly page: Page;
  readonly budget: Budget;
}

/** The list entry that an arrow links to. It exists even if the budget leaves no XML. */
function stanzaHtml(entry: TranscriptEntry, id: string | undefined, { result, page, budget }: TranscriptContext): Html {
  const { stanza, session, direction, atMs } = entry;
  const anchor = id === undefined ? undefined : html` id="${id}"`;
  const time = id === undefined ? undefined : html`<small>${Math.round(atMs)} ms</small> `;
  const words = CASE[page.lang];
  const who = direction === 'sent' ? words.sent(session) : words.received(session);
  const reason = isAside(entry) ? trafficText(entry, page.lang) : undefined;
  const why = reason === undefined ? undefined : html` <small>${reason}</small>`;
  const lines = () => (stanza === undefined ? [] : prettyXml(stanza, createRename(result.jids)));
  const xml = budget.fit(() => lines().join('\n')) ?? words.cut;
  return html`<li${anchor}>${time}${escapeControls(who)}${why}<pre>${xml}</pre></li>
`;
}

/** The stanzas that the diagram folds away, one a line. Stanzas of fences are all alike and only counted. */
function foldedHtml(
  entries: readonly TranscriptEntry[],
  { result, page, budget }: TranscriptContext,
): Html | undefined {
  if (entries.length === 0) return undefined;
  const [words, rename] = [CASE[page.lang], createRename(result.jids)];
  const listed = entries.filter(({ kind }) => kind !== 'fence');
  const lines = listed.flatMap(({ session, direction, stanza }) => {
    if (stanza === undefined) return [];
    const arrow = direction === 'sent' ? '→' : '←';
    return budget.fit(() => `${escapeControls(session)} ${arrow} ${compactXml(stanza, rename)}`) ?? [];
  });
  const rest = lines.length < listed.length ? html`<p class="note">${words.cut}</p>` : undefined;
  const fences = entries.length - listed.length;
  return html`<details><summary>${words.folded(page.common.stanzas(listed.length), fences)}</summary><pre>${lines.join('\n')}</pre>${rest}</details>
`;
}

/** The command that runs the case alone, and the JIDs of its sessions, for searches in the log of the server. */
function rerunHtml(result: CaseResult, { lang, info }: Page): Html {
  const words = CASE[lang];
  const isOwn = ([name, jid]: readonly [string, string]) => jid !== ownJid(name, result);
  const names = Object.entries(result.jids)
    .filter(isOwn)
    .map(([name, jid]) => `${name} = ${jid}`);
  const known =
    names.length === 0
      ? undefined
      : html`<details><summary>${words.names}</summary><p class="note">${escapeControls(names.join(', '))}</p></details>`;
  return html`<h4>${words.rerun}</h4><pre>${rerunCommand(result, info.rerun)}</pre>${known}
`;
}

/** The JID that a session has if the server gave it the resource that it asked for: it need not be listed beside its account. */
function ownJid(name: string, { jids }: CaseResult): string {
  const [actor = '', resource] = name.split('/');
  return `${jids[actor]}/${resource}`;
}
