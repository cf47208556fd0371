// What each case of the report unfolds to. The page has all of every case: as HTML of the most urgent, packed of the
// others, beside the few lines that are seen where no script runs.

import type { CaseResult } from '../../model/result.ts';
import { reasonLines, rerunCommand } from '../failure/failed-case-text.ts';
import { failureSentence } from '../failure/failure-words.ts';
import { createRename, plainNames } from '../text/names.ts';
import { caseSection } from './case.ts';
import { isFresh } from './masthead.ts';
import { createPacks } from './packs.ts';
import { oneLine, type Page } from './page-context.ts';
import type { PackedAt } from './script-data.ts';
import { type Html, html } from './template.ts';

/**
 * Bytes for cases that stand in the page as HTML, and for those that are packed, which is a bound against servers that
 * never say the same twice: 5 MB, less what a page of all cases takes besides.
 */
const MAX_SHOWN = 700_000;
const MAX_PACKED = 2_300_000;
/** Cases in a pack: enough to have much in common, few enough to be inflated at once. */
const PACK = 40;

export interface Body {
  readonly html: Html;
  readonly isWhole: boolean;
  /** Where the whole is packed; absent where `html` is it, or there was no room. */
  readonly packed?: PackedAt;
}

export interface Bodies {
  /** By id. */
  readonly of: ReadonlyMap<string, Body>;
  /** See `createPacks`. */
  readonly packs: readonly string[];
}

/** Failures that nobody knew of come first, so that they are the last to be packed, and the last to be cut short. */
export function caseBodies(page: Page): Bodies {
  const results = urgentFirst(page.results);
  const shown = shownBodies(results, page);
  const packs = createPacks(MAX_PACKED);
  const bodies = [...shown];
  while (bodies.length < results.length) {
    const group = results.slice(bodies.length, bodies.length + PACK);
    const pack = packs.add(() => group.map((result) => caseSection(result, page).text));
    const packed = (at: number): Partial<Body> => (pack === undefined ? {} : { packed: [pack, at] });
    bodies.push(...group.map((result, at) => ({ html: shortBody(result, page, pack), isWhole: false, ...packed(at) })));
  }
  return { of: new Map(bodies.map((body, at) => [results[at]?.case.id ?? '', body])), packs: packs.all };
}

/** Those of the first results, as many as there is room for; what is as it should be can wait. */
function shownBodies(results: readonly CaseResult[], page: Page): readonly Body[] {
  const bodies: Body[] = [];
  let room = MAX_SHOWN;
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
  const urgency = (result: CaseResult) => (isFresh(result) ? 0 : isWrong(result) ? 1 : 2);
  return [...results].sort((a, b) => urgency(a) - urgency(b));
}

/** What is seen of a packed case until it is unpacked, and of one for which there was no room. */
function shortBody(result: CaseResult, page: Page, pack: number | undefined): Html {
  const { cutShort, packed } = page.words;
  const isNoted = pack === undefined || isWrong(result);
  const note = isNoted ? html`<p class="note">${pack === undefined ? cutShort : packed}</p>` : undefined;
  return html`<p>${shortStory(result, page)}</p><pre>${rerunCommand(result, page.info.rerun)}</pre>${note}`;
}

/** Why the case is not as it should be; of one that passed, how much it exchanged. */
function shortStory(result: CaseResult, { words, lang }: Page): string {
  const { transcript, checks, jids, reason } = result;
  const rename = createRename(jids);
  if (reason !== undefined) return oneLine(reasonLines(result, rename, lang).join(' '));
  const failed = checks.find(({ failure }) => failure !== undefined);
  if (failed !== undefined) return oneLine(plainNames(rename(failureSentence(failed, lang))));
  const stanzas = transcript.filter(({ kind, stanza }) => kind === 'step' && stanza !== undefined);
  return transcript.length === 0 ? words.noTranscript : words.stanzas(stanzas.length);
}
