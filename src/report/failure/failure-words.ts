// The words of failed checks and of the text of a failed case, and the bounds of that text: a server decides how long stanzas are.

import { failureText } from '../../failures/kinds.ts';
import type { Language } from '../../model/event.ts';
import type { CheckResult } from '../../model/result.ts';
import { blameText } from '../../wording/blame.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { counted } from '../../wording/common.ts';

export const FAILURE = catalogue(
  {
    expected: 'expected',
    received: 'received',
    closest: 'closest received',
    difference: (path: string) => `first difference: ${path}`,
    expectedValue: (value: string) => `expected  ${value}`,
    actualValue: (value: string) => `actual    ${value}`,
    allowed: 'allowed here',
    nothingAllowed: 'allowed here: nothing',
    alone: (side: string, id: string, outcome: string) => `server ${side} breaks the same rule alone: ${id} ${outcome}`,
    transcript: 'transcript',
    names: (names: string) => `JIDs: ${names}`,
    rerun: (command: string) => `rerun: ${command}`,
    checksLeft: (checks: number) => `... (${counted(checks, 'more failed check')}, left out)`,
    left: (lines: number) => `... (${counted(lines, 'more line')}, left out)`,
  },
  {
    expected: '期望',
    received: '收到',
    closest: '收到的最接近者',
    difference: (path) => `首处差异：${path}`,
    expectedValue: (value) => `期望  ${value}`,
    actualValue: (value) => `实际  ${value}`,
    allowed: '此处允许',
    nothingAllowed: '此处允许：无',
    alone: (side, id, outcome) => `服务器 ${side} 单独测试时也违反同一要求：${id} ${outcome}`,
    transcript: '收发记录',
    names: (names) => `JID：${names}`,
    rerun: (command) => `重新运行：${command}`,
    checksLeft: (checks) => `……（其余 ${checks} 项未通过的检查从略）`,
    left: (lines) => `……（其余 ${lines} 行从略）`,
  },
);

/** Which server of a pair broke the rule, in one sentence; undefined: the case has one server. */
export function blameSentence({ blame }: CheckResult, lang: Language): string | undefined {
  return blame && blameText(blame, lang);
}

/** Why a check did not hold, in one sentence; empty for a check that held. */
export function failureSentence({ session, failure }: CheckResult, lang: Language): string {
  return failure === undefined ? '' : failureText(failure, session, lang);
}

/** Characters of one case: the longest on real servers have 48,000. */
const MAX_CASE = 80_000;

/** Characters of all cases: a server that fails most cases gives 7,000,000. */
const MAX_ALL = 15_000_000;

/** Characters of a case once that is used up: enough for its first failures. */
const MAX_LATE = 3000;

/** The lines that are written of a case. */
export interface LineBudget {
  /** The first of the lines; where some are left out, `more` makes a last line of their number. */
  fit(lines: readonly string[], more: (count: number) => string): readonly string[];
}

/** A budget for all cases of a report. */
export function createLineBudget(): LineBudget {
  let left = MAX_ALL;
  return {
    fit(lines, more) {
      let room = left > 0 ? MAX_CASE : MAX_LATE;
      const end = lines.findIndex((line) => {
        room -= line.length + 1;
        return room < 0;
      });
      const shown = end < 0 ? lines : lines.slice(0, end);
      left -= shown.reduce((sum, line) => sum + line.length + 1, 0);
      return end < 0 ? shown : [...shown, more(lines.length - end)];
    },
  };
}
