import type { ConnectionProblem } from '../model/problem.ts';
import type { Sentences } from './sentence.ts';

/** Problems between us and a server. */
export const CONNECTION_PROBLEMS: Sentences<ConnectionProblem> = {
  'no-answer': {
    en: ({ to, timeoutMs }) => `no answer to ${to} within ${timeoutMs} ms`,
    zh: ({ to, timeoutMs }) => `${timeoutMs} ms 内没有对 ${to} 的应答`,
  },
  'not-tried': {
    en: ({ wait, expiries }) => `not tried: waiting for the ${wait} expired ${expiries} times in a row in this run`,
    zh: ({ wait, expiries }) => `未尝试：本次运行中等待 ${wait} 已连续超时 ${expiries} 次`,
  },
};
