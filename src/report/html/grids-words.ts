// The words of the tables of the standard.

import { catalogue } from '../../wording/catalogue.ts';

const EN_FORMS: Readonly<Record<string, string>> = {
  bare: 'bare JID',
  full: 'full JID',
  'full-match': 'matching full JID',
  'full-no-match': 'non-matching full JID',
};

const EN_CONDITIONS: Readonly<Record<string, string>> = {
  'no-account': 'no account',
  'no-active-resource': 'no active resource',
  'negative-only': 'only negative priorities',
  'one-non-negative': 'one non-negative priority',
  'several-non-negative': 'several non-negative priorities',
};

const ZH_FORMS: Readonly<Record<string, string>> = {
  bare: '纯 JID',
  full: '全 JID',
  'full-match': '匹配的全 JID',
  'full-no-match': '不匹配的全 JID',
};

const ZH_CONDITIONS: Readonly<Record<string, string>> = {
  'no-account': '账户不存在',
  'no-active-resource': '账户存在，但没有活跃的资源',
  'negative-only': '只有负优先级的资源',
  'one-non-negative': '一个非负优先级的资源',
  'several-non-negative': '多个非负优先级的资源',
};

export const GRIDS = catalogue(
  {
    tables: 'Tables of the standard',
    tablesNote: 'The worst outcome of the cases of a cell, and the choice of the server where it has one.',
    legend: 'Legend',
    notRun: 'not run or impossible',
    deliveryTitle: 'Message delivery (RFC 6121 8.5.4, table 1)',
    deliveryLegend:
      'O: stored offline, E: error, S: silently dropped, D: delivered to the named resource, M: delivered to the most available resources, A: delivered to all resources. Below each choice: what the table permits.',
    accountAddress: 'Account and address',
    deliveryRow: (condition: string, to: string) => `${EN_CONDITIONS[condition] ?? condition}, ${EN_FORMS[to] ?? to}`,
    appendixTitle: 'Subscription states (RFC 6121 Appendix A)',
    appendixTable: (direction: 'outbound' | 'inbound', stanza: string) =>
      `${direction === 'outbound' ? 'Outbound' : 'Inbound'} "${stanza}"`,
    state: 'State',
    passes: (direction: 'outbound' | 'inbound'): string => (direction === 'outbound' ? 'Route' : 'Deliver'),
    newState: 'New state',
    local: 'Local contact',
    remote: 'Remote contact',
    federated: 'Contact on the peer',
    permitted: 'permitted',
  },
  {
    tables: '标准中的表',
    tablesNote: '每格给出其用例的最差结果，以及允许选择时服务器的选择。',
    legend: '图例',
    notRun: '没有运行或不可能发生',
    deliveryTitle: '消息递送（YD/T 2936 12.5.5 表 1，RFC 6121 8.5.4）',
    deliveryLegend:
      'O 存储离线消息，E 返回错误，S 无声忽略，D 递送到指定的资源，M 递送到最可用的资源，A 递送到所有资源。每个选择下方是表中允许的结果。',
    accountAddress: '账户与地址',
    deliveryRow: (condition, to) => `${ZH_CONDITIONS[condition] ?? condition}，${ZH_FORMS[to] ?? to}`,
    appendixTitle: '订阅状态（YD/T 2936 附录 A，RFC 6121 附录 A）',
    appendixTable: (direction, stanza) => `${direction === 'outbound' ? '出站' : '入站'}“${stanza}”节`,
    state: '状态',
    passes: (direction) => (direction === 'outbound' ? '路由' : '递送'),
    newState: '新状态',
    local: '本地联系人',
    remote: '远程联系人',
    federated: '对端服务器上的联系人',
    permitted: '允许',
  },
);
