import type { AccountProblem } from '../model/problem.ts';
import type { Sentences } from './sentence.ts';

/** Problems of making, lending, emptying and removing accounts. */
export const ACCOUNT_PROBLEMS: Sentences<AccountProblem> = {
  'account-unusable': {
    en: ({ jid, cause }, say) => `the account ${jid} cannot be used: ${say(cause)}`,
    zh: ({ jid, cause }, say) => `账户 ${jid} 无法使用：${say(cause)}`,
  },
};
