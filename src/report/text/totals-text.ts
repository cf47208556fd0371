// What the totals of a run do not show: what it skipped, saw without a judgement, or lost.

import type { Language } from '../../model/event.ts';
import type { Summary } from '../../model/run.ts';
import type { Coverage } from '../../results/coverage.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON, counted } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';

const WORDS = catalogue(
  {
    must: (cases: number) => `${cases} skipped for want of something mandatory`,
    should: (cases: number) => `${cases} skipped for want of something recommended`,
    unexplained: (stanzas: number, cases: number) =>
      `${counted(stanzas, 'unexplained stanza')} in ${counted(cases, 'case')}`,
    own: (checked: number, all: number) => ` (other specifications: ${checked} of ${all})`,
  },
  {
    must: (cases) => `其中因缺少必备项而跳过 ${cases} 个`,
    should: (cases) => `其中因缺少推荐项而跳过 ${cases} 个`,
    unexplained: (stanzas, cases) => `来由不明的节 ${stanzas} 个，见于 ${cases} 个用例`,
    own: (checked, all) => `（其他规范：${all} 项中 ${checked} 项）`,
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

/** How many requirements of scenario files are checked; empty: they bring none. */
export const ownRulesText = ({ own }: Pick<Coverage, 'own'>, lang: Language): string =>
  own === undefined ? '' : WORDS[lang].own(own.checked, own.observable);

/** Cases that are named. */
const MAX_NAMED = 3;

const LOSSES = catalogue(
  {
    ended: (count: number) => `the stream of the component ended ${counted(count, 'time')}`,
    by: (cases: string, more: number) => `, after stanzas of ${cases}${more > 0 ? ` and ${more} more` : ''}`,
  },
  {
    ended: (count) => `组件的流断开 ${count} 次`,
    by: (cases, more) => `，由以下用例发送的节引起：${cases}${more > 0 ? `，另有 ${more} 个` : ''}`,
  },
);

/** How often the component lost its stream, and the first cases that have ended it alone. */
export function lossesText({ count, cases }: NonNullable<Summary['componentLosses']>, lang: Language): string {
  if (cases.length === 0) return LOSSES[lang].ended(count);
  const named = cases.slice(0, MAX_NAMED).map(escapeControls).join(COMMON[lang].comma);
  return LOSSES[lang].ended(count) + LOSSES[lang].by(named, cases.length - MAX_NAMED);
}
