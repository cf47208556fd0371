// The words of a single case. `../failure/failure-words.ts` has those of a failure.

import type { Topology } from '../../model/case.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { counted } from '../../wording/common.ts';

export const CASE = catalogue(
  {
    topology: (topology: Topology) =>
      ({ local: 'local contact', remote: 'remote contact', federated: 'contact on the peer' })[topology],
    sequence: 'What happened',
    xml: (stanzas: string) => `XML of ${stanzas}`,
    folded: (stanzas: string, fences: number) =>
      `XML of ${stanzas} not in the diagram${fences > 0 ? `, without ${counted(fences, 'stanza')} of pings` : ''}`,
    sent: (session: string) => `${session} → server`,
    received: (session: string) => `server → ${session}`,
    names: 'JIDs of this run',
    rerun: 'Run this case alone',
    expectedValue: 'expected',
    actualValue: 'received',
    more: (count: number) => `and ${counted(count, 'more failed check')}: see the JSON report`,
    cut: 'Cut here. The JSON report has more.',
    proves: (count: number) => `${counted(count, 'requirement')} met`,
    alsoBroken: (count: number) => `${counted(count, 'more requirement')} not met`,
    undecided: (count: number) => `${counted(count, 'requirement')} not decided`,
    close: 'Close',
    nothing: 'nothing arrived',
    order: 'required order',
    meanings: 'what these outcomes consist of',
    taken: 'the server did this',
    permittedOne: 'permitted',
    checkedAt: (places: string) => `checked at ${places}`,
    looks: (outcomes: string) => `runs: ${outcomes}`,
  },
  {
    topology: (topology) =>
      ({ local: '本地联系人', remote: '远程联系人', federated: '对端服务器上的联系人' })[topology],
    sequence: '经过',
    xml: (stanzas) => `${stanzas}的 XML`,
    folded: (stanzas, fences) => `图中折叠的 ${stanzas}的 XML${fences > 0 ? `，不含栅栏的 ${fences} 个节` : ''}`,
    sent: (session) => `${session} → 服务器`,
    received: (session) => `服务器 → ${session}`,
    names: '本次运行的 JID',
    rerun: '单独运行',
    expectedValue: '期望',
    actualValue: '实际',
    more: (count) => `另有 ${count} 项检查失败，见 JSON 报告`,
    cut: '以下从略，详见 JSON 报告。',
    proves: (count) => `符合的要求：${count} 项`,
    alsoBroken: (count) => `同样不符合的要求：${count} 项`,
    undecided: (count) => `未判定的要求：${count} 项`,
    close: '关闭',
    nothing: '没有收到任何节',
    order: '要求的次序',
    meanings: '各种做法的含义',
    taken: '服务器的做法',
    permittedOne: '允许',
    checkedAt: (places) => `检查于 ${places}`,
    looks: (outcomes) => `各次运行：${outcomes}`,
  },
);
