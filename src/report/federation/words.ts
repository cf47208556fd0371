// The words of the grid of servers, as text and as a page.

import { catalogue } from '../../wording/catalogue.ts';
import { counted } from '../../wording/counted.ts';

export const FEDERATION = catalogue(
  {
    title: 'Servers with each other',
    subtitle: 'Conformance to RFC 6121 and YD/T 2936-2015 between servers',
    grid: 'Every server with every other one',
    legend:
      'Cases that passed, of those that ran. Users live on the server of the row, contacts on that of the column. A server with itself: it is tested alone.',
    users: 'Users on',
    servers: 'Servers',
    pairs: 'Pair by pair',
    singles: 'Each server alone',
    alone: (server: string) => `${server} alone`,
    pair: (server: string, peer: string) => `${server} → ${peer}`,
    passedOf: (passed: number, ran: number) => `${passed} of ${ran} passed`,
    notMet: (count: number) => `${counted(count, 'requirement')} not met`,
    notFollowed: (count: number) => `${counted(count, 'requirement')} not followed`,
    isKnown: 'known',
    newFailures: (count: number) => `${count} new`,
    together: 'only together',
    alsoAlone: (servers: string) => `also alone: ${servers}`,
    togetherNote: 'Only together: each of the two servers meets the requirement when it is tested alone.',
    atFault: 'Server at fault',
    charged: (names: string) => `at fault: ${names}`,
    either: 'not shown which',
    eitherElsewhere: 'in other cases not shown which',
    shownAlone: (server: string) => `${server} (shown alone)`,
    noRules: 'All requirements that were decided are met.',
    known: (count: number) => counted(count, 'known failure'),
    blocked: 'not testable',
    notRun: 'not run',
    unexplained: 'No check found the cause. The report names the reason of each case.',
    report: 'report',
    data: 'JSON',
    remedy: (text: string) => `do: ${text}`,
    found: (check: string, text: string) => `${check}: ${text}`,
    standing: 'Result',
  },
  {
    title: '服务器互联',
    subtitle: '服务器之间的 YD/T 2936-2015 与 RFC 6121 一致性',
    grid: '每台服务器与其他各台服务器',
    legend:
      '通过的用例数与运行的用例数。用户在行所示的服务器上，联系人在列所示的服务器上。行列相同处为该服务器单独测试的结果。',
    users: '用户所在',
    servers: '服务器',
    pairs: '逐对结果',
    singles: '各服务器单独测试的结果',
    alone: (server) => `${server}（单独）`,
    pair: (server, peer) => `${server} → ${peer}`,
    passedOf: (passed, ran) => `运行 ${ran}，通过 ${passed}`,
    notMet: (count) => `不符合的要求 ${count} 项`,
    notFollowed: (count) => `未遵循的要求 ${count} 项`,
    isKnown: '已知',
    newFailures: (count) => `新增 ${count} 个`,
    together: '仅在互联时',
    alsoAlone: (servers) => `单独测试时亦然：${servers}`,
    togetherNote: '仅在互联时：两台服务器单独测试时都符合该项要求。',
    atFault: '责任服务器',
    charged: (names) => `责任：${names}`,
    either: '无法区分',
    eitherElsewhere: '其余用例无法区分',
    shownAlone: (server) => `${server}（由单独测试表明）`,
    noRules: '已判定的要求全部符合。',
    known: (count) => `已知失败 ${count} 个`,
    blocked: '无法测试',
    notRun: '未运行',
    unexplained: '各项检查未发现原因；报告给出每个用例的原因。',
    report: '报告',
    data: 'JSON 文件',
    remedy: (text) => `建议：${text}`,
    found: (check, text) => `${check}：${text}`,
    standing: '结果',
  },
);

type Words = (typeof FEDERATION)['en'];

/** `A → B`, or that A is alone. */
export function pairName({ server, peer }: { readonly server: string; readonly peer: string }, words: Words): string {
  return server === peer ? words.alone(server) : words.pair(server, peer);
}
