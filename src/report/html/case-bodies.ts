// The contents of the cases. The page holds every case in full: urgent ones as HTML, the others compressed, with a
// short text for readers without scripts.

import type { CaseResult } from '../../model/result.ts';
import { isNewFailure } from '../../results/outcomes.ts';
import { reasonLines, rerunCommand } from '../failure/failed-case-text.ts';
import { failureSentence } from '../failure/failure-words.ts';
import { createRename, plainNames } from '../text/names.ts';
import { caseSection } from './case.ts';
import { createPacks } from './packs.ts';
import { oneLine, type Page } from './page-context.ts';
import type { PackedAt } from './script-data.ts';
import { type Html, html } from './template.ts';

/**
 * Bytes of the cases in HTML and of the packed ones. They keep the page below 5 MB, also for a server whose answers
 * compress badly.
 */
const MAX_HTML = 700_000;
const MAX_PACKED = 2_300_000;
/** Cases in a pack: enough to compress well, few enough to inflate fast. */
const PACK_SIZE = 40;

export interface Body {
  readonly html: Html;
  readonly isWhole: boolean;
  /** The place of the whole case; absent if `html` is the whole, or if there was no room. */
  readonly packed?: PackedAt;
}

export interface Bodies {
  /** By id. */
  readonly of: ReadonlyMap<string, Body>;
  /** See `createPacks`. */
  readonly packs: readonly string[];
}

/** New failures first: they are the last to be compressed or shortened. */
export function caseBodies(page: Page): Bodies {
  const results = urgentFirst(page.results);
  const packs = createPacks(MAX_PACKED);
  const bodies = [...wholeBodies(results, page)];
  while (bodies.length < results.length) {
    const group = results.slice(bodies.length, bodies.length + PACK_SIZE);
    const pack = packs.add(() => group.map((result) => caseSection(result, page).text));
    const packed = (at: number): Partial<Body> => (pack === undefined ? {} : { packed: [pack, at] });
    bodies.push(...group.map((result, at) => ({ html: shortBody(result, page, pack), isWhole: false, ...packed(at) })));
  }
  return { of: new Map(bodies.map((body, at) => [results[at]?.case.id ?? '', body])), packs: packs.all };
}

/** The first failures in full, up to `MAX_HTML`. */
function wholeBodies(results: readonly CaseResult[], page: Page): readonly Body[] {
  const bodies: Body[] = [];
  let room = MAX_HTML;
  for (const result of results) {
    if (!isWrong(result)) break;
    const whole = caseSection(result, page);
    room -= Buffer.byteLength(whole.text);
    if (room < 0) break;
    bodies.push({ html: whole, isWhole: true });
  }
  return bodies;
}

const isWrong = ({ outcome }: CaseResult): boolean => outcome !== 'passed' && outcome !== 'skipped';

function urgentFirst(results: readonly CaseResult[]): readonly CaseResult[] {
  const urgency = (result: CaseResult) => (isNewFailure(result) ? 0 : isWrong(result) ? 1 : 2);
  return [...results].sort((a, b) => urgency(a) - urgency(b));
}

/** The short text of a case that is packed, or for which there was no room. */
function shortBody(result: CaseResult, page: Page, pack: number | undefined): Html {
  const { cutShort, packed } = page.words;
  const isNoted = pack === undefined || isWrong(result);
  const note = isNoted ? html`<p class="note">${pack === undefined ? cutShort : packed}</p>` : undefined;
  return html`<p>${shortText(result, page)}</p><pre>${rerunCommand(result, page.info.rerun)}</pre>${note}`;
}

/** The reason or the first failure; for a passed case the number of its stanzas. */
function shortText(result: CaseResult, { words, lang }: Page): string {
  const { checks, jids, reason } = result;
  const rename = createRename(jids);
  if (reason !== undefined) return oneLine(reasonLines(result, rename, lang).join(' '));
  const failed = checks.find(({ failure }) => failure !== undefined);
  if (failed !== undefined) return oneLine(plainNames(rename(failureSentence(failed, lang))));
  const { entries } = result.transcript;
  const stanzas = entries.filter(({ kind, stanza }) => kind === 'step' && stanza !== undefined);
  return entries.length === 0 ? words.noTranscript : words.stanzas(stanzas.length);
}
