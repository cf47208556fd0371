// The words of findings on the page. `../finding/finding-words.ts` has those of an example.

import { catalogue } from '../../wording/catalogue.ts';
import { counted } from '../../wording/common.ts';

export const PAGE_FINDING = catalogue(
  {
    also: (count: number) => `${counted(count, 'further rule')} not met by the same fault`,
    further: (count: number) => `${counted(count, 'further finding')}. Each unfolds to its example.`,
    noVerdict: 'no verdict',
    late: 'stanzas came too late to be judged',
    example: 'One case in full',
    others: (cases: string) => `All ${cases}`,
    allKnown: 'known',
    caseLink: 'The case',
  },
  {
    also: (count) => `同一缺陷不符合的其他要求：${count} 项`,
    further: (count) => `其余 ${count} 个问题，均可展开查看示例。`,
    noVerdict: '无法判定',
    late: '节到达过迟，无法判定',
    example: '一个完整的用例',
    others: (cases) => `全部 ${cases}`,
    allKnown: '已知',
    caseLink: '用例',
  },
);
