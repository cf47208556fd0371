// Traffic that no case is about, and how the server orders stanzas, as lines.

import type { Language, RunFinished } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { MeasuredOrder, OrderTraffic } from '../../model/run.ts';
import type { TrafficModule } from '../../model/session.ts';
import { ANSWERED_ANSWERS_CASE, type RunTraffic, trafficOf, type UnexplainedKind } from '../../results/traffic.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON, counted } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { shellWords } from '../../wording/shell.ts';
import { MODULES } from '../../wording/traffic.ts';
import { createRename } from './names.ts';
import { compactXml } from './xml-text.ts';

const WORDS = catalogue(
  {
    unexplained: 'unexplained traffic: no rule of the standard forbids it',
    modules: 'traffic of modules, set aside',
    seen: (session: string, xml: string) => `${session} received ${xml}`,
    answered: 'automatic answers that the server answers, against RFC 6120 8.2.3',
    answeredIn: (cases: string, reported: string) => `in ${cases}; reported by ${reported}`,
  },
  {
    unexplained: '来由不明的节：标准并未禁止',
    modules: '模块自行发送的节，不计入判定',
    seen: (session, xml) => `${session} 收到 ${xml}`,
    answered: '服务器对自动应答又作应答，违反 RFC 6120 8.2.3',
    answeredIn: (cases, reported) => `见于 ${cases}；由 ${reported} 报告`,
  },
);

export const unexplainedTitle = (lang: Language): string => WORDS[lang].unexplained;
export const modulesTitle = (lang: Language): string => WORDS[lang].modules;

export const answeredTitle = (lang: Language): string => WORDS[lang].answered;

/** The number of cases, and the case that fails for it: its id, or the command that runs it where it was not selected. */
export function answeredLines(event: AnsweredRun, lang: Language): readonly string[] {
  const { casesWithAnsweredAnswers: cases } = trafficOf(event.results);
  if (cases === undefined) return [];
  const isSelected = event.results.some((result) => result.case.id === ANSWERED_ANSWERS_CASE);
  const command = `xmppspec run ${shellWords([ANSWERED_ANSWERS_CASE, ...event.info.rerun])}`;
  const reported = isSelected ? ANSWERED_ANSWERS_CASE : escapeControls(command);
  return [WORDS[lang].answeredIn(COMMON[lang].cases(cases), reported)];
}

type AnsweredRun = Pick<RunFinished, 'results'> & { readonly info: Pick<RunFinished['info'], 'rerun'> };

/** `juliet/balcony received <message ...>`, with the names of the case in place of its JIDs. */
export function unexplainedText(kind: UnexplainedKind, results: readonly CaseResult[], lang: Language): string {
  const jids = results.find((result) => result.case.id === kind.case)?.jids ?? {};
  return WORDS[lang].seen(escapeControls(kind.session), compactXml(kind.stanza, createRename(jids)));
}

/** `  12  service discovery`. */
export function moduleLines({ moduleTraffic }: RunTraffic, lang: Language): readonly string[] {
  return Object.entries(moduleTraffic).map(
    ([module, count]) => `${String(count).padStart(4)}  ${MODULES[lang][module as TrafficModule]}`,
  );
}

interface Run {
  readonly results: readonly CaseResult[];
  readonly traffic: RunTraffic;
}

/** What is unexplained and was seen first in this case; empty where nothing is. */
export function firstSeenLines({ case: { id } }: CaseResult, run: Run, lang: Language): readonly string[] {
  const kinds = run.traffic.unexplainedTraffic.filter((kind) => kind.case === id);
  if (kinds.length === 0) return [];
  return [WORDS[lang].unexplained, ...kinds.map((kind) => `  ${unexplainedText(kind, run.results, lang)}`)];
}

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
    strict: (trials: number, bound: string, rounds: number) =>
      `strict (${counted(trials, 'stanza')} tried, none late: at most ${bound} % are, at 95 % confidence; fences of ${counted(rounds, 'round')})`,
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
    strict: (trials, bound, rounds) =>
      `严格（试验 ${trials} 个节，无一迟到：置信度 95% 时迟到率至多 ${bound}%；每道栅栏 ${rounds} 轮）`,
    relaxed: (trials, late, lag) => `宽松（试验 ${trials} 个节，迟到 ${late} 个，最大延迟 ${lag} ms）`,
    learned: (trials, lag) => `宽松（试验 ${trials} 个节，无一迟到；用例中的最大延迟 ${lag} ms）`,
    unmeasured: '未能测定',
    settle: (ms) => `，每道栅栏另等 ${ms} ms`,
    unseen: (kinds) => `，未测定：${kinds}`,
    comma: '、',
  },
);

/** `strict (704 stanzas tried, none late: at most 0.43 % are, at 95 % confidence; fences of 1 round)`. */
export function orderText(order: MeasuredOrder, lang: Language): string {
  const words = ORDER[lang];
  const { kind, settleMs, unmeasured } = order;
  const settle = settleMs > 0 ? words.settle(settleMs) : '';
  const kinds = unmeasured.map((traffic) => TRAFFIC[lang][traffic]).join(words.comma);
  const unseen = kind === 'unmeasured' || unmeasured.length === 0 ? '' : words.unseen(kinds);
  return `${whatIsKnown(order, lang)}${settle}${unseen}`;
}

/** What is seen of none of so many has a share of at most 3 in that many, at 95 % confidence. */
const boundOf = (trials: number): string => (300 / Math.max(trials, 3)).toFixed(2);

function whatIsKnown({ kind, trials, late, largestLagMs, rounds }: MeasuredOrder, lang: Language): string {
  const words = ORDER[lang];
  const lag = largestLagMs.toFixed(1);
  if (kind === 'unmeasured') return words.unmeasured;
  if (kind === 'strict') return words.strict(trials, boundOf(trials), rounds);
  return late === 0 ? words.learned(trials, lag) : words.relaxed(trials, late, lag);
}
