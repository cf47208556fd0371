// What a case unfolds to. The page holds every case in full and in both languages, compressed. Readers without scripts get a
// short text of those that did not pass.

import type { CaseResult } from '../../model/result.ts';
import { isNewFailure } from '../../results/outcomes.ts';
import { reasonLines } from '../failure/failed-case-text.ts';
import { failureSentence } from '../failure/failure-words.ts';
import { createRename, plainNames } from '../text/names.ts';
import { caseSection } from './case-part.ts';
import { createBothLanguages, createPacks, type Pair, packed } from './packs.ts';
import { oneLine, type Page } from './page-context.ts';
import type { PackedAt } from './script-data.ts';

/** Characters of the packs of cases. They keep the page small, also for a server whose answers compress badly. */
const MAX_PACKED = 1_500_000;
/** Cases in a pack: enough to compress well, few enough to inflate fast. */
const PACK_SIZE = 100;

/** The page in the language of the report, and in the other one. */
export type Pages = readonly [own: Page, other: Page];

export interface Bodies {
  /** Where the whole case is packed, by id. Cases without an entry had no room. */
  readonly places: ReadonlyMap<string, PackedAt>;
  /** See `createPacks`. */
  readonly packs: readonly string[];
  /** The pieces in which the languages differ, packed. */
  readonly pairs: string;
  /** Merges and packs further texts. */
  pack(texts: readonly Pair[]): string;
}

/** New failures first: they are the last to be left out. */
export function caseBodies([own, other]: Pages): Bodies {
  const both = createBothLanguages();
  const places = new Map<string, PackedAt>();
  const translated = new Map(other.results.map((result) => [result.case.id, result]));
  const bodyOf = (result: CaseResult) => {
    const second = translated.get(result.case.id) ?? result;
    return withoutNoise(both.merge([caseSection(result, own).text, caseSection(second, other).text]));
  };
  let counted = 0;
  const packs = createPacks(MAX_PACKED, () => {
    const taken = packed(both.pairs.slice(counted)).length;
    counted = both.pairs.length;
    return taken;
  });
  const results = urgentFirst(own.results);
  for (let at = 0; at < results.length; at += PACK_SIZE) {
    const group = results.slice(at, at + PACK_SIZE);
    const pack = packs.add(() => group.map(bodyOf));
    if (pack !== undefined)
      for (const [
        index,
        {
          case: { id },
        },
      ] of group.entries())
        places.set(id, [pack, index]);
  }
  return {
    places,
    packs: packs.all,
    get pairs() {
      return packed(both.pairs);
    },
    pack: (texts) => packed(texts.map((pair) => both.merge(pair))),
  };
}

/** Stands for the key of a case, which is in the ids of its stanzas: without it, cases resemble each other. */
const KEY = '\u0002';

/** Ids that a server made up: their beginning finds them in its log, and they do not compress. */
const LONG_ID = /( id=&quot;[A-Za-z0-9]{8})[A-Za-z0-9]{12,}(?=&quot;)/g;

/** The key of the case, and its text with a mark wherever the key is; see `browser/cases.js`. */
function withoutNoise(markup: string): string {
  const text = markup.replace(LONG_ID, '$1…');
  const key = /\.([0-9a-f]{8})\b/.exec(text)?.[1] ?? KEY;
  return `${key === KEY ? '' : key}${KEY}${text.replaceAll(key, KEY)}`;
}

function urgentFirst(results: readonly CaseResult[]): readonly CaseResult[] {
  const urgency = (result: CaseResult) => (isNewFailure(result) ? 0 : isWrong(result) ? 1 : 2);
  return [...results].sort((a, b) => urgency(a) - urgency(b));
}

/** Whether the case neither passed nor was skipped. */
export const isWrong = ({ outcome }: Pick<CaseResult, 'outcome'>): boolean =>
  outcome !== 'passed' && outcome !== 'skipped';

/** The reason or the first failure of a case, in a sentence; for a passed case the number of its stanzas. */
export function shortText(result: CaseResult, { words, lang }: Page): string {
  const { checks, jids, reason } = result;
  const rename = createRename(jids);
  if (reason !== undefined) return oneLine(reasonLines(result, rename, lang).join(' '));
  const failed = checks.find(({ failure }) => failure !== undefined);
  if (failed !== undefined) return oneLine(plainNames(rename(failureSentence(failed, lang))));
  const { entries } = result.transcript;
  const stanzas = entries.filter(({ kind, stanza }) => kind === 'step' && stanza !== undefined);
  return entries.length === 0 ? words.noTranscript : words.stanzas(stanzas.length);
}
