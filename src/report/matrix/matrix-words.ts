// The words of the matrix, as text and as a page.

import { catalogue } from '../../wording/catalogue.ts';
import { counted } from '../../wording/common.ts';

export const MATRIX = catalogue(
  {
    title: 'Servers side by side',
    subtitle: (standards: string) => `Conformance to ${standards}, differences first`,
    servers: 'Servers',
    features: 'features that differ',
    requirements: 'requirements that differ',
    partly: 'requirements decided on some servers only',
    unkept: 'requirements that no server meets',
    keptByAll: (count: number) => `${counted(count, 'requirement')} met by all`,
    cells: (table: string, differing: number, all: number) => `${table}: ${differing} of ${all} cells differ`,
    delivery: 'message delivery (RFC 6121 8.5.4)',
    appendix: (direction: 'outbound' | 'inbound', stanza: string) => `Appendix A, ${direction} "${stanza}"`,
    latitude: 'observed choices that differ',
    totals: 'totals',
    server: 'Server',
    total: 'Cases',
    kept: 'met',
    known: 'known failures',
    inRequirements: 'Requirements',
    keptHead: 'Requirements met',
    noChoice: 'none observed',
    marks: 'ok met, ! not met, ~ SHOULD not followed, ? inconclusive, - not decided',
    chosen: (names: string, choices: string) => `${names}: ${choices}`,
    onlyDiffering: 'only differences',
    differNote:
      'The worst outcome of the cases of a cell, and the choice of each server where it has one. ≠: servers differ. ·: not run, which is not a difference.',
    differ: 'servers differ',
    notDecided: 'not decided',
    featuresHead: 'Features',
    requirementsHead: 'Requirements',
    group: (standing: 'differ' | 'partly' | 'unkept' | 'kept') =>
      ({
        differ: 'Servers differ',
        partly: 'Decided on some servers only',
        unkept: 'Met by no server',
        kept: 'Met by all servers',
      })[standing],
    count: (count: number) => counted(count, 'requirement'),
    latitudeNote: 'What each server does where the standard permits several behaviours. Differences come first.',
    deliveryLegend:
      'O: stored offline, E: error, S: silently dropped, D: delivered to the named resource, M: delivered to the most available resources, A: delivered to all resources. Several letters: the choice depends on the sender or on the resources.',
    type: 'Type',
    contact: 'Contact',
    inCases: (server: string, verdict: string, cases: string) => `${server}, ${verdict} in ${cases}`,
  },
  {
    title: '服务器对照',
    subtitle: (standards) => `${standards} 一致性；不同之处在前`,
    servers: '服务器',
    features: '有差别的特性',
    requirements: '有差别的要求',
    partly: '只在部分服务器上判定的要求',
    unkept: '各服务器同样不符合的要求',
    keptByAll: (count) => `各服务器都符合的要求：${count} 项`,
    cells: (table, differing, all) => `${table}：${all} 格中有 ${differing} 格不同`,
    delivery: '消息递送（YD/T 2936 表 1 · RFC 6121 8.5.4）',
    appendix: (direction, stanza) => `附录 A，${direction === 'outbound' ? '出站' : '入站'}“${stanza}”节`,
    latitude: '有差别的选择',
    totals: '总计',
    server: '服务器',
    total: '用例',
    kept: '符合',
    known: '已知失败',
    inRequirements: '要求',
    keptHead: '符合的要求',
    noChoice: '未观察到',
    marks: 'ok 符合，! 不符合，~ 未遵循“应”，? 无法判定，- 未判定',
    chosen: (names, choices) => `${names}：${choices}`,
    onlyDiffering: '只显示不同之处',
    differNote:
      '每格给出其用例的最差结果，以及允许选择时各服务器的选择。≠ 表示各服务器不同；· 表示没有运行，不算不同。',
    differ: '有差别',
    notDecided: '未判定',
    featuresHead: '特性',
    requirementsHead: '要求',
    group: (standing) =>
      ({ differ: '有差别', partly: '只在部分服务器上判定', unkept: '各服务器同样不符合', kept: '各服务器都符合' })[
        standing
      ],
    count: (count) => `${count} 项要求`,
    latitudeNote: '标准允许多种行为时各服务器的实际做法；不同之处在前。',
    deliveryLegend:
      'O 存储离线消息，E 返回错误，S 无声忽略，D 递送到指定的资源，M 递送到最可用的资源，A 递送到所有资源。多个字母：因发送者和资源而异。',
    type: '类型',
    contact: '联系人',
    inCases: (server, verdict, cases) => `${server}：${verdict}，见于 ${cases}`,
  },
);
