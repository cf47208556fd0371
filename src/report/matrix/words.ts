// The words of the matrix, as text and as a page.

import { catalogue } from '../../wording/catalogue.ts';
import { counted } from '../../wording/counted.ts';

export const MATRIX = catalogue(
  {
    title: 'Servers side by side',
    subtitle: 'Conformance to RFC 6121 and YD/T 2936-2015, where servers differ first',
    servers: 'Servers',
    features: 'features where they differ',
    requirements: 'requirements where they differ',
    partly: 'requirements decided on some of them only',
    unkept: 'requirements that all of them depart from alike',
    keptByAll: (count: number) => `${counted(count, 'requirement')} met by all`,
    cells: (table: string, differing: number, all: number) => `${table}: ${differing} of ${all} cells differ`,
    delivery: 'delivery of messages (RFC 6121 8.5.4)',
    appendix: (direction: 'outbound' | 'inbound', stanza: string) => `appendix A, ${direction} "${stanza}"`,
    latitude: 'choices that differ where the standard permits several',
    totals: 'totals',
    server: 'Server',
    total: 'Cases',
    kept: 'met',
    known: 'known failures',
    inRequirements: 'Requirements',
    keptHead: 'Requirements met',
    noChoice: 'nothing seen',
    marks: 'ok met, ! not met, ~ SHOULD not followed, ? broken, - not decided',
    chosen: (names: string, choices: string) => `${names}: ${choices}`,
    onlyDiffering: 'only where they differ',
    differNote:
      'The worst outcome of the cases of a cell, and what each server chose where it may choose. ≠ servers differ; · not run, which is no difference.',
    differ: 'they differ',
    notDecided: 'not decided',
    featuresHead: 'Features',
    requirementsHead: 'Requirements',
    group: (standing: 'differ' | 'partly' | 'unkept' | 'kept') =>
      ({
        differ: 'They differ',
        partly: 'Decided on some of them only',
        unkept: 'All of them depart from it alike',
        kept: 'Met by all servers',
      })[standing],
    count: (count: number) => counted(count, 'requirement'),
    latitudeNote: 'What each server does where the standard leaves a choice; where they differ first.',
    deliveryLegend:
      'O stored offline, E error, S silence, D delivered to the resource named, M to the most available resources, A to all. Several letters: not the same for every sender and every set of resources.',
    type: 'Type',
    contact: 'Contact',
    inCases: (server: string, verdict: string, cases: string) => `${server}, ${verdict} in ${cases}`,
  },
  {
    title: '服务器对照',
    subtitle: 'YD/T 2936-2015 与 RFC 6121 一致性；不同之处在前',
    servers: '服务器',
    features: '有差别的特性',
    requirements: '有差别的要求',
    partly: '只在部分服务器上判定的要求',
    unkept: '各服务器同样不符合的要求',
    keptByAll: (count) => `各服务器都符合的要求：${count} 项`,
    cells: (table, differing, all) => `${table}：${all} 格中有 ${differing} 格不同`,
    delivery: '消息递送（YD/T 2936 表1 · RFC 6121 8.5.4）',
    appendix: (direction, stanza) => `附录 A，${direction === 'outbound' ? '出站' : '入站'}“${stanza}”节`,
    latitude: '标准允许多种行为之处，做法不同的',
    totals: '总计',
    server: '服务器',
    total: '用例',
    kept: '符合',
    known: '已知失败',
    inRequirements: '要求',
    keptHead: '符合的要求',
    noChoice: '未见',
    marks: 'ok 符合，! 失败，~ 偏离“应”，? 无法判定，- 未判定',
    chosen: (names, choices) => `${names}：${choices}`,
    onlyDiffering: '只显示不同之处',
    differNote:
      '每格给出其用例的最差结果，以及各服务器在允许选择之处的选择。≠ 表示各服务器不同；· 表示没有运行，不算不同。',
    differ: '有差别',
    notDecided: '未判定',
    featuresHead: '特性',
    requirementsHead: '要求',
    group: (standing) =>
      ({ differ: '有差别', partly: '只在部分服务器上判定', unkept: '各服务器同样不符合', kept: '各服务器都符合' })[
        standing
      ],
    count: (count) => `${count} 项要求`,
    latitudeNote: '标准允许多种行为之处，各服务器的做法；不同之处在前。',
    deliveryLegend:
      'O 存储离线消息，E 返回错误，S 无声忽略，D 递送到指定的资源，M 递送到最可用的资源，A 递送到所有资源。多个字母：因发送者和资源而异。',
    type: '类型',
    contact: '联系人',
    inCases: (server, verdict, cases) => `${server}：${verdict}，见于 ${cases}`,
  },
);
