import type { Language } from '../../model/event.ts';
import type { Summary } from '../../model/run.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON, counted } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';

/** Cases that are named. */
const MAX_NAMED = 3;

const WORDS = catalogue(
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
  if (cases.length === 0) return WORDS[lang].ended(count);
  const named = cases.slice(0, MAX_NAMED).map(escapeControls).join(COMMON[lang].comma);
  return WORDS[lang].ended(count) + WORDS[lang].by(named, cases.length - MAX_NAMED);
}
