// Why a stanza is in a transcript, in words, and what shows that something else uses an account.

import type { Language } from '../model/event.ts';
import type { ForeignUse } from '../model/problem.ts';
import type { TranscriptEntry } from '../model/session.ts';
import { catalogue } from './catalogue.ts';
import { COMMON } from './common.ts';
import { cut, escapeControls, MAX_VALUE } from './escape-controls.ts';

/** The kinds of traffic that are not of a step. */
const KINDS = catalogue(
  {
    setup: 'setup',
    fence: 'ping',
    auto: 'automatic answer',
    answered: 'answer to an automatic answer',
    ambient: 'ambient',
    unexplained: 'unexplained',
  },
  {
    setup: '准备',
    fence: '栅栏',
    auto: '自动应答',
    answered: '对自动应答的应答',
    ambient: '背景流量',
    unexplained: '来由不明',
  },
);

/** What modules of a server send on their own. */
export const MODULES = catalogue(
  {
    announcement: 'announcement of the server',
    disco: 'service discovery',
    last: 'query of last activity',
    muc: 'multi-user chat',
    pep: 'personal eventing',
    ping: 'ping',
    time: 'query of entity time',
    vcard: 'query of a vCard',
    version: 'query of a software version',
  },
  {
    announcement: '服务器公告',
    disco: '服务发现',
    last: '最近活动查询',
    muc: '多人聊天',
    pep: '个人事件通知',
    ping: 'ping 请求',
    time: '时间查询',
    vcard: 'vCard 查询',
    version: '软件版本查询',
  },
);

/** Why a stanza is there although no step is about it: `ambient: service discovery`; empty for a stanza of a step. */
export function trafficText(entry: Omit<TranscriptEntry, 'atMs' | 'session'>, lang: Language): string {
  const { kind, module } = entry;
  if (kind === 'step') return '';
  const text = KINDS[lang][isAnsweredAnswer(entry) ? 'answered' : kind];
  return module === undefined ? text : COMMON[lang].labelled(text, MODULES[lang][module]);
}

/** Whether an entry is an IQ result or error that answers an automatic answer of the session (RFC 6120 8.2.3). */
export function isAnsweredAnswer({
  kind,
  direction,
  stanza,
}: Pick<TranscriptEntry, 'kind' | 'direction' | 'stanza'>): boolean {
  const type = stanza?.attrs['type'];
  return kind === 'auto' && direction === 'received' && (type === 'result' || type === 'error');
}

/** What was seen of another user of an account. */
export function foreignUse(seen: ForeignUse): Readonly<Record<Language, string>> {
  if (seen.kind === 'resource') {
    const resource = escapeControls(cut(seen.resource, MAX_VALUE));
    return {
      en: `the resource "${resource}" logged in, which is not of this run`,
      zh: `资源“${resource}”登录了该账户，它不属于此次运行`,
    };
  }
  if (seen.kind === 'item') {
    const contact = escapeControls(cut(seen.contact, MAX_VALUE));
    return {
      en: `its roster has the item ${contact}, which no stanza of the case names`,
      zh: `名册中有条目 ${contact}，用例的任何节都没有提到它`,
    };
  }
  return { en: 'another login took over a resource of this run', zh: '另一次登录取代了此次运行的资源' };
}
