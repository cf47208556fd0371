// What a case unfolds to: what it is about, the rules not kept, the diagram, the XML and how to run it again.

import type { CaseResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { cut, escapeControls } from '../../wording/escape-controls.ts';
import { placeText, reasonLines, rerunCommand } from '../failure/failed-case-text.ts';
import { createRename } from '../text/names.ts';
import { compactXml, prettyXml } from '../text/xml-text.ts';
import { failures } from './case-failure.ts';
import { otherRules } from './case-rules.ts';
import { CASE } from './case-words.ts';
import { type Spend, spender } from './case-xml.ts';
import { diagram } from './diagram.ts';
import { rowsOf } from './diagram-rows.ts';
import { badge } from './outcome.ts';
import { type Page, sectionName } from './page-context.ts';
import { type Html, html } from './template.ts';

/**
 * Characters of HTML for the XML of one case, in its failures and in its sequence, and for one stanza. An ordinary case
 * needs half; a hostile server must not swell a report of a thousand cases.
 */
const FAILURE_ROOM = 4000;
const SEQUENCE_ROOM = 12_000;
const STANZA_ROOM = 2000;
/** Characters of a reason, which may hold a stack. */
const MAX_REASON = 600;

/** All about a case, but its title and id. */
export function caseSection(result: CaseResult, page: Page): Html {
  const told = new Set<string>();
  const failed = failures(result, page, { spend: spender(FAILURE_ROOM, STANZA_ROOM), told });
  const parts = [whereHtml(result, page), reasonHtml(result, page), failed, otherRules(result, page, told)];
  return html`${parts}${sequenceHtml(result, page)}${rerunHtml(result, page)}`;
}

function whereHtml({ outcome, case: { section, topology, place } }: CaseResult, page: Page): Html {
  return html`<p class="where">${badge(outcome, page)} <span>${sectionName(section, page)}</span> <span>${CASE[page.lang].topology(topology)}</span> <code>${placeText(place)}</code></p>
`;
}

function reasonHtml(result: CaseResult, { lang }: Page): Html | undefined {
  const lines = reasonLines(result, createRename(result.jids), lang);
  return lines.length === 0 ? undefined : html`<p class="reason">${cut(lines.join('\n'), MAX_REASON)}</p>`;
}

function sequenceHtml(result: CaseResult, page: Page): Html | undefined {
  if (result.transcript.length === 0) {
    return result.outcome === 'passed' ? html`<p class="note">${page.words.noTranscript}</p>` : undefined;
  }
  const [words, rows] = [CASE[page.lang], rowsOf(result, page.lang)];
  const entries = rows.flatMap(({ entry }) => entry ?? []);
  const key = `x${page.results.indexOf(result)}`;
  const idOf = (entry: TranscriptEntry) => `${key}-${entries.indexOf(entry)}`;
  const showing = { result, page, spend: spender(SEQUENCE_ROOM, STANZA_ROOM) };
  const items = entries.flatMap((entry) => stanzaHtml(entry, idOf(entry), showing));
  const xml =
    items.length === 0
      ? undefined
      : html`<details><summary>${words.xml(page.common.stanzas(items.length))}</summary><ol class="stanzas">${items}</ol></details>`;
  const folded = rows.flatMap((row) => row.folded ?? []);
  return html`<h4>${words.sequence}</h4>
<div class="scroll">${diagram(result, page.lang, (entry) => `#${idOf(entry)}`)}</div>
${xml}${foldedHtml(folded, showing)}
`;
}

interface Showing {
  readonly result: CaseResult;
  readonly page: Page;
  readonly spend: Spend;
}

/** Each arrow leads to its stanza, so each has a place here, even where there is no room for its XML. */
function stanzaHtml(entry: TranscriptEntry, id: string, { result, page, spend }: Showing): Html {
  const { stanza, session, kind, direction, atMs } = entry;
  const words = CASE[page.lang];
  const who = direction === 'sent' ? words.sent(session) : words.received(session);
  const why = kind === 'auto' || kind === 'ambient' ? html` <small>${words[kind]}</small>` : undefined;
  const lines = () => (stanza === undefined ? [] : prettyXml(stanza, createRename(result.jids)));
  const xml = spend(() => lines().join('\n')) ?? words.cut;
  return html`<li id="${id}"><small>${Math.round(atMs)} ms</small> ${escapeControls(who)}${why}<pre>${xml}</pre></li>
`;
}

/** The stanzas that the diagram folds away, one on a line; those of fences, which are all alike, are only counted. */
function foldedHtml(entries: readonly TranscriptEntry[], { result, page, spend }: Showing): Html | undefined {
  if (entries.length === 0) return undefined;
  const [words, rename] = [CASE[page.lang], createRename(result.jids)];
  const told = entries.filter(({ kind }) => kind !== 'fence');
  const lines = told.flatMap(({ session, direction, stanza }) => {
    if (stanza === undefined) return [];
    const arrow = direction === 'sent' ? '→' : '←';
    return spend(() => `${escapeControls(session)} ${arrow} ${compactXml(stanza, rename)}`) ?? [];
  });
  const text = [...lines, ...(lines.length < told.length ? [words.cut] : [])].join('\n');
  const fences = entries.length - told.length;
  return html`<details><summary>${words.folded(page.common.stanzas(told.length), fences)}</summary><pre>${text}</pre></details>
`;
}

/** The command, and who had which JID, which a server's own log knows them by. */
function rerunHtml(result: CaseResult, { lang, info }: Page): Html {
  const words = CASE[lang];
  const names = Object.entries(result.jids).map(([name, jid]) => `${name} = ${jid}`);
  const known =
    names.length === 0
      ? undefined
      : html`<details><summary>${words.names}</summary><p class="note">${escapeControls(names.join(', '))}</p></details>`;
  return html`<h4>${words.rerun}</h4><pre>${rerunCommand(result, info.rerun)}</pre>${known}
`;
}
