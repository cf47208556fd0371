// The words of `xmppspec doctor`: one sentence for each observation, in both languages, and the names of the checks.

import type { Language } from '../model/event.ts';
import { OTHER_PROVISIONS } from '../wording/account-problems.ts';
import { catalogue } from '../wording/catalogue.ts';
import { problemParts, problemText } from '../wording/problems.ts';
import { type Sentence, type Sentences, sayParts } from '../wording/sentence.ts';
import { CONNECTION } from './connection-words.ts';
import type { AccountObservation, Observation } from './reported-check.ts';
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

/** An observation in its two parts: what was observed, and what to do where something can be done. */
export function observationParts(seen: Observation, lang: Language) {
  return sayParts(OBSERVATIONS, seen, { lang, cause: (cause) => problemText(cause, lang) });
}

const ACCOUNTS: Sentences<AccountObservation> = {
  'mechanism-used': {
    en: ({ offered, used }) => `the server offers ${offered.join(', ')}; ${used} is used`,
    zh: ({ offered, used }) => `服务器提供 ${offered.join(', ')}；使用 ${used}`,
  },
  'no-usable-mechanism': {
    en: ({ offered, supported }) => ({
      what: `the server offers ${offered.length === 0 ? 'no mechanism' : `only ${offered.join(', ')}`}`,
      remedy: `enable one of ${supported.join(', ')} on the server`,
    }),
    zh: ({ offered, supported }) => ({
      what: offered.length === 0 ? '服务器不提供任何机制' : `服务器只提供 ${offered.join(', ')}`,
      remedy: `在服务器上启用 ${supported.join(', ')} 之一`,
    }),
  },
  'registration-offered': {
    en: () => 'the server offers in-band registration (XEP-0077)',
    zh: () => '服务器支持带内注册 (XEP-0077)',
  },
  'registration-missing': {
    en: () => ({
      what: 'the server does not offer in-band registration (XEP-0077)',
      remedy: OTHER_PROVISIONS.en,
    }),
    zh: () => ({ what: '服务器不支持带内注册 (XEP-0077)', remedy: OTHER_PROVISIONS.zh }),
  },
  'registration-tried': {
    en: () =>
      'the server does not announce in-band registration (XEP-0077); it is tried, because --provision asks for it',
    zh: () => '服务器未通告带内注册 (XEP-0077)；因 --provision 指定，仍会尝试',
  },
  registered: {
    en: ({ jid }) => `${jid} was registered in band`,
    zh: ({ jid }) => `${jid} 已通过带内注册建立`,
  },
  'added-by-admin': {
    en: ({ jid, admin }) => `${jid} was added by ${admin} (XEP-0133)`,
    zh: ({ jid, admin }) => `${jid} 已由 ${admin} 添加 (XEP-0133)`,
  },
  'created-by-command': {
    en: ({ jid }) => `${jid} was created by the command of --create-account`,
    zh: ({ jid }) => `${jid} 已由 --create-account 的命令建立`,
  },
  'logged-in': {
    en: ({ jid, ms }) => `logged in as ${jid} within ${ms} ms`,
    zh: ({ jid, ms }) => `${ms} ms 内以 ${jid} 登录`,
  },
  'other-domain-bound': {
    en: ({ jid, domain, served }) => ({
      what: `the login for ${domain} gave ${jid}: the server serves ${served}`,
      remedy: 'give the domain that it serves with -d DOMAIN',
    }),
    zh: ({ jid, domain, served }) => ({
      what: `以 ${domain} 登录，得到的却是 ${jid}：服务器所服务的域是 ${served}`,
      remedy: '用 -d DOMAIN 指明服务器所服务的域',
    }),
  },
  'wrong-password': {
    en: ({ problem, option, jid }) => ({
      what: `${problemParts(problem, 'en').what}: the password is wrong, or there is no such account`,
      remedy: `check the password: ${option} ${jid}:PASSWORD, or XMPPSPEC_PASSWORD, or the config file`,
    }),
    zh: ({ problem, option, jid }) => ({
      what: `${problemParts(problem, 'zh').what}：密码错误，或没有此账户`,
      remedy: `检查密码：${option} ${jid}:PASSWORD、XMPPSPEC_PASSWORD 或配置文件`,
    }),
  },
  'server-discarded': {
    en: () => 'the server is discarded, with all its accounts',
    zh: () => '服务器将停止运行，账户随之删除',
  },
  'account-remains': {
    en: ({ jid }) => ({ what: `${jid} remains on the server`, remedy: 'give --remove-account COMMAND' }),
    zh: ({ jid }) => ({ what: `${jid} 仍留在服务器上`, remedy: '给出 --remove-account COMMAND' }),
  },
  'account-removed': {
    en: ({ jid }) => `${jid} was removed`,
    zh: ({ jid }) => `${jid} 已删除`,
  },
  'account-not-removed': {
    en: ({ jid, problem }) => ({
      what: `${jid} was not removed: ${problemParts(problem, 'en').what}`,
      remedy: 'try `xmppspec clean`',
    }),
    zh: ({ jid, problem }) => ({
      what: `${jid} 未能删除：${problemParts(problem, 'zh').what}`,
      remedy: '用 xmppspec clean 重试',
    }),
  },
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
