// What a server lacks as a whole, in words.

import type { Basic } from '../model/case.ts';
import type { Language } from '../model/event.ts';
import { catalogue } from './catalogue.ts';

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
