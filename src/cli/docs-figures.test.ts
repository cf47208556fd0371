// The figures that pages name are those of the code.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MOST_MADE } from '../lease/numbers.ts';
import { MAX_DELAY_MS } from '../reference/outbox.ts';
import { LEADING } from '../report/finding/finding-lines.ts';
import { PATIENCE_MS, RECOVERY_MS } from '../run/numbers/numbers.ts';
import { WORK_GRACE_MS } from './ending/ending.ts';
import { START_S } from './preflight.ts';

const read = (page: string) => readFileSync(new URL(`../../docs/${page}.md`, import.meta.url), 'utf8');

test.each([
  ['how-it-judges', `at least ${RECOVERY_MS / 1000} s later`, `最早在 ${RECOVERY_MS / 1000} 秒之后复查`],
  ['how-it-judges', `up to ${PATIENCE_MS / 1000} s`, `最多等待 ${PATIENCE_MS / 1000} 秒`],
  ['how-it-judges', `The first ${LEADING} findings are shown in full`, `前 ${LEADING} 个问题详细列出`],
  ['how-it-judges', `up to ${MAX_DELAY_MS} ms late`, `最多延迟 ${MAX_DELAY_MS} 毫秒`],
  ['reading-a-report', `The first ${LEADING} are shown in full`, `前 ${LEADING} 个`],
  ['targets', `at most ${MOST_MADE} accounts`, `最多建立 ${MOST_MADE} 个账户`],
  ['ci', `(\`--wait\`, ${START_S} s)`, `（\`--wait\`，${START_S} 秒）`],
  ['exit-codes', `get ${WORK_GRACE_MS / 1000} s`, `还有 ${WORK_GRACE_MS / 1000} 秒`],
])('docs/%s says "%s", as the code does, in both languages', (page, english, chinese) => {
  expect(read(page)).toContain(english);
  expect(read(`${page}.zh-CN`)).toContain(chinese);
});
