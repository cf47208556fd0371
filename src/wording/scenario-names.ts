// Names of what scenarios are about, also of what many of them take for granted.

import type { Basic } from '../model/case.ts';
import type { Language } from '../model/event.ts';
import { catalogue } from './catalogue.ts';
import { inBoth } from './texts.ts';

/** What a name is the name of. */
export const NAME_KINDS = catalogue(
  {
    session: 'session',
    actor: 'actor',
    requirement: 'requirement',
    state: 'state',
    cell: 'cell',
    condition: 'error condition',
    errorType: 'error type',
    stanza: 'stanza',
    feature: 'feature',
  },
  {
    session: '会话',
    actor: '角色',
    requirement: '要求',
    state: '状态',
    cell: '单元',
    condition: '错误条件',
    errorType: '错误类型',
    stanza: '节',
    feature: '特性',
  },
);

export type NameKind = keyof typeof NAME_KINDS.en;

export const nameKind = inBoth(NAME_KINDS);

/** What a step does with a session or an actor, after "cannot". */
export const ACTIONS = catalogue(
  {
    connect: (ref: string) => `connect "${ref}"`,
    disconnect: (ref: string) => `disconnect "${ref}"`,
    drop: (ref: string) => `drop "${ref}"`,
    send: (ref: string) => `send from "${ref}"`,
    features: (ref: string) => `read the features of "${ref}"`,
    roster: (ref: string) => `read the roster of "${ref}"`,
    rosterAs: (ref: string) => `read the roster as "${ref}"`,
    state: (ref: string) => `read the state of "${ref}"`,
    expect: (ref: string) => `expect on "${ref}"`,
    do: (ref: string) => `do something as "${ref}"`,
    shows: (ref: string) => `read what "${ref}" shows`,
  },
  {
    connect: (ref) => `连接“${ref}”`,
    disconnect: (ref) => `断开“${ref}”`,
    drop: (ref) => `切断“${ref}”的连接`,
    send: (ref) => `由“${ref}”发送`,
    features: (ref) => `读取“${ref}”的特性`,
    roster: (ref) => `读取“${ref}”的名册`,
    rosterAs: (ref) => `以“${ref}”读取名册`,
    state: (ref) => `读取“${ref}”的状态`,
    expect: (ref) => `在“${ref}”上等待`,
    do: (ref) => `以“${ref}”操作`,
    shows: (ref) => `读取“${ref}”显示的内容`,
  },
);

export type Action = keyof typeof ACTIONS.en;

export const action = inBoth(ACTIONS);

const BASICS = catalogue(
  {
    ask: 'the server shows no ask="subscribe"',
    'roster-set': 'the server does not answer or carry out roster sets',
    'roster-removal': 'the server does not remove items from the roster',
    'roster-push': 'the server does not push roster changes',
    'item-not-found': 'the server does not answer the removal of an unlisted item with <item-not-found/>',
    redelivery: 'the server never delivers a request again that an available resource has received',
    state: 'the server does not reach a subscription state that Appendix A requires',
  } satisfies Record<Basic, string>,
  {
    ask: '服务器不显示 ask="subscribe"',
    'roster-set': '服务器不应答或不执行名册设置',
    'roster-removal': '服务器不从名册中删除条目',
    'roster-push': '服务器不推送名册变更',
    'item-not-found': '删除名册中没有的条目时，服务器不返回 <item-not-found/>',
    redelivery: '请求订阅一经递送给可用资源，服务器不再次递送',
    state: '服务器未达到附录A规定的订阅状态',
  },
);

/** What the server lacks, as a sentence without a full stop. */
export const basicText = (basic: Basic, lang: Language): string => BASICS[lang][basic];
