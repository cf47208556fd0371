// What the totals of a run do not show: how much it skipped for what the server lacks, and saw without a judgement.

import type { Language } from '../../model/event.ts';
import type { Summary } from '../../model/run.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { counted } from '../../wording/common.ts';

const WORDS = catalogue(
  {
    must: (cases: number) => `${cases} skipped for want of something mandatory`,
    should: (cases: number) => `${cases} skipped for want of something recommended`,
    unexplained: (stanzas: number, cases: number) =>
      `${counted(stanzas, 'unexplained stanza')} in ${counted(cases, 'case')}`,
  },
  {
    must: (cases) => `其中因缺少必备项而跳过 ${cases} 个`,
    should: (cases) => `其中因缺少推荐项而跳过 ${cases} 个`,
    unexplained: (stanzas, cases) => `来由不明的节 ${stanzas} 个，见于 ${cases} 个用例`,
  },
);

/** One text for each; none where there is nothing to say. */
export function unjudgedTexts({ lacking, unexplained }: Summary, lang: Language): readonly string[] {
  const { must = 0, should = 0 } = lacking ?? {};
  const words = WORDS[lang];
  return [
    ...(must > 0 ? [words.must(must)] : []),
    ...(should > 0 ? [words.should(should)] : []),
    ...(unexplained === undefined ? [] : [words.unexplained(unexplained.stanzas, unexplained.cases)]),
  ];
}
