// The words of `xmppspec doctor`: one sentence for each observation, in both languages, and the names of the checks.

import type { Language } from '../model/event.ts';
import { catalogue } from '../wording/catalogue.ts';
import { problemParts, problemText } from '../wording/problems.ts';
import { type Sentence, type Sentences, sayParts } from '../wording/sentence.ts';
import { ACCOUNTS } from './account-words.ts';
import { CONNECTION } from './connection-words.ts';
import type { Observation } from './reported-check.ts';
import { ROUTE } from './route-words.ts';
import { CASES, SESSION } from './session-words.ts';

export const CHECK_NAMES = catalogue(
  {
    host: 'host',
    connection: 'connection',
    stream: 'stream',
    tls: 'tls',
    certificate: 'certificate',
    sasl: 'sasl',
    component: 'component',
    registration: 'registration',
    account: 'account',
    login: 'login',
    software: 'software',
    fence: 'ping',
    limits: 'limits',
    order: 'order',
    clock: 'clock',
    'from remote': 'from remote',
    'to remote': 'to remote',
    removal: 'removal',
    cases: 'cases',
    session: 'session',
    resolution: 'resolution',
    dialback: 'dialback',
    'ping domain': 'ping domain',
    'ping session': 'ping session',
  },
  {
    host: '主机名',
    connection: '连接',
    stream: '流',
    tls: 'TLS 加密',
    certificate: '证书',
    sasl: 'SASL 认证',
    component: '组件',
    registration: '注册',
    account: '账户',
    login: '登录',
    software: '软件',
    fence: '栅栏',
    limits: '限制',
    order: '次序',
    clock: '时钟',
    'from remote': '来自远程域',
    'to remote': '发往远程域',
    removal: '账户删除',
    cases: '用例',
    session: '会话',
    resolution: '域名解析',
    dialback: '回拨',
    'ping domain': 'ping 域',
    'ping session': 'ping 会话',
  },
);

/** The name of a check in a language; a feature keeps its own name. */
export function checkName(name: string, lang: Language): string {
  const names: Readonly<Record<string, string>> = CHECK_NAMES[lang];
  return names[name] ?? name;
}

type General = Extract<Observation, { kind: 'problem' | 'prerequisite-failed' | 'interrupted' }>;

const GENERAL: Sentences<General> = {
  problem: {
    en: ({ problem }) => problemParts(problem, 'en') as Sentence,
    zh: ({ problem }) => problemParts(problem, 'zh') as Sentence,
  },
  'prerequisite-failed': {
    en: ({ check }) => `"${checkName(check, 'en')}" must pass first`,
    zh: ({ check }) => `须先通过“${checkName(check, 'zh')}”`,
  },
  interrupted: { en: () => 'interrupted', zh: () => '已中断' },
};

/** Every observation by its tag. */
export const OBSERVATIONS: Sentences<Observation> = {
  ...CONNECTION,
  ...ACCOUNTS,
  ...SESSION,
  ...ROUTE,
  ...CASES,
  ...GENERAL,
};

/** An observation in its two parts: what was observed, and what to do where something can be done. */
export function observationParts(seen: Observation, lang: Language) {
  return sayParts(OBSERVATIONS, seen, { lang, cause: (cause) => problemText(cause, lang) });
}
