// What a mistake in a scenario file is about: kinds of names, and what a step does with a session.

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
  },
);

export type Action = keyof typeof ACTIONS.en;

export const action = inBoth(ACTIONS);
