// How the server orders stanzas, in one sentence.

import type { Language } from '../../model/event.ts';
import type { MeasuredOrder, OrderTraffic } from '../../model/run.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { counted } from '../../wording/common.ts';

const TRAFFIC: Readonly<Record<Language, Readonly<Record<OrderTraffic, string>>>> = catalogue(
  {
    message: 'messages',
    presence: 'presence',
    push: 'roster pushes',
    subscription: 'subscriptions',
    remote: 'the remote domain',
  },
  { message: '消息', presence: '表示', push: '名册推送', subscription: '订阅', remote: '远程域' },
);

const ORDER = catalogue(
  {
    strict: (trials: number) => `strict (${counted(trials, 'stanza')} tried, none late)`,
    relaxed: (trials: number, late: number, lag: string) =>
      `relaxed (${late} of ${counted(trials, 'stanza')} late; largest lag ${lag} ms)`,
    learned: (trials: number, lag: string) =>
      `relaxed (${counted(trials, 'stanza')} tried, none late; largest lag in the cases ${lag} ms)`,
    unmeasured: 'could not be measured',
    settle: (ms: number) => `, each step waits ${ms} ms more`,
    unseen: (kinds: string) => `, not measured: ${kinds}`,
    comma: ', ',
  },
  {
    strict: (trials) => `严格（试验 ${trials} 个节，无一迟到）`,
    relaxed: (trials, late, lag) => `宽松（试验 ${trials} 个节，迟到 ${late} 个，最大延迟 ${lag} ms）`,
    learned: (trials, lag) => `宽松（试验 ${trials} 个节，无一迟到；用例中的最大延迟 ${lag} ms）`,
    unmeasured: '未能测定',
    settle: (ms) => `，每道栅栏另等 ${ms} ms`,
    unseen: (kinds) => `，未测定：${kinds}`,
    comma: '、',
  },
);

/** `strict (704 stanzas tried, none late)`. */
export function orderText(order: MeasuredOrder, lang: Language): string {
  const words = ORDER[lang];
  const { kind, settleMs, unmeasured } = order;
  const settle = settleMs > 0 ? words.settle(settleMs) : '';
  const kinds = unmeasured.map((traffic) => TRAFFIC[lang][traffic]).join(words.comma);
  const unseen = kind === 'unmeasured' || unmeasured.length === 0 ? '' : words.unseen(kinds);
  return `${whatIsKnown(order, lang)}${settle}${unseen}`;
}

function whatIsKnown({ kind, trials, late, largestLagMs }: MeasuredOrder, lang: Language): string {
  const words = ORDER[lang];
  const lag = largestLagMs.toFixed(1);
  if (kind === 'unmeasured') return words.unmeasured;
  if (kind === 'strict') return words.strict(trials);
  return late === 0 ? words.learned(trials, lag) : words.relaxed(trials, late, lag);
}
