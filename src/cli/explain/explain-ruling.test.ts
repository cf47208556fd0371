import { expect, test } from 'vitest';
import type { Ruling } from '../../model/standard.ts';
import type { Alternative } from '../../model/step.ts';
import { makeCase, place, requirements } from '../../report/report.test-kit.ts';
import { addDisputes } from '../../spec/rulings.ts';
import { loadSectionTitles } from '../../spec/sections.ts';
import { caseText } from './explain-case.ts';
import { rulingText } from './explain-ruling.ts';
import { requirementText } from './explanation.ts';

const id = 'rfc6121-2.3.3-c';
const ruling: Ruling = {
  id: 'R1',
  title: { en: 'Two items in one set', zh: '一次设置两个条目' },
  passages: [
    { place: 'RFC 6121 2.3.3', says: { en: 'The set is refused.', zh: '拒绝设置。' } },
    { place: 'RFC 6121 A.3.4', says: { en: 'The set is taken.', zh: '接受设置。' } },
  ],
  ruling: { en: 'A refusal is expected.', zh: '期望拒绝。' },
  disputes: [{ requirement: id, cases: ['rfc6121/2.3/a'], outcomes: ['taken'] }],
};
const rulings = new Map([['R1', ruling]]);
const alternative = (name: string, violates: readonly string[] = []): Alternative => {
  const session = { session: 'juliet', receives: [], may: [], inOrder: false, proves: [id], place };
  return { name, sessions: [session], violates, place };
};
const alternatives = [alternative('refused'), alternative('dropped'), alternative('taken', [id])];
const choice = { kind: 'expect', sessions: [], alternatives, proves: [], place } as const;
const cases = [makeCase('rfc6121/2.3/a', { steps: [choice] }), makeCase('rfc6121/2.3/b')];
addDisputes(cases, rulings);

test('explains a ruling with its passages, their links, and the cases that warn', () => {
  expect(rulingText(ruling, cases, 'en')).toMatchInlineSnapshot(`
    "R1  Two items in one set
      一次设置两个条目
      passages
        RFC 6121 2.3.3  https://www.rfc-editor.org/rfc/rfc6121#section-2.3.3
          The set is refused.
        RFC 6121 A.3.4  https://www.rfc-editor.org/rfc/rfc6121#appendix-A.3.4
          The set is taken.
      ruling: A refusal is expected.
      warns
        rfc6121-2.3.3-c, only with "taken", in 1 case
          rfc6121/2.3/a
    "
  `);
});

test('explains a ruling in Chinese', () => {
  const text = rulingText(ruling, cases, 'zh');
  expect(text).toContain('R1  一次设置两个条目');
  expect(text).toContain('裁定：期望拒绝。');
});

test('says of a ruling without disputes that it shows in the cases', () => {
  expect(rulingText({ ...ruling, disputes: [] }, cases, 'en')).toContain('makes no failure a warning');
});

test('explains a requirement with the rulings that dispute it, and the outcomes that are permitted', () => {
  const text = requirementText(requirements.get(id)!, { cases, rulings }, 'en');
  expect(text).toMatchInlineSnapshot(`
    "rfc6121-2.3.3-c  MUST
      RFC 6121 2.3.3 · YD/T 2936 6.4.3
      https://www.rfc-editor.org/rfc/rfc6121#section-2.3.3
      RFC: "The server MUST return a <bad-request/> stanza error to the client if the roster set contains any of the following violations: … The <query/> element contains more than one <item/> child element."
      en: Return <bad-request/> when the set holds more than one item.
      zh: 名册设置包含多个条目时，服务器必须返回<bad-request/>。
      note: Error type 'modify'. No item may be stored.
      feature: roster-set
      role: binds servers
      observed: by clients of the server
      disputed by R1 in 1 case, only with "taken": Two items in one set
        RFC 6121 2.3.3  https://www.rfc-editor.org/rfc/rfc6121#section-2.3.3
          The set is refused.
        RFC 6121 A.3.4  https://www.rfc-editor.org/rfc/rfc6121#appendix-A.3.4
          The set is taken.
        ruling: A refusal is expected.
        rfc6121/2.3/a
      outcomes that these cases leave to the server
        rfc6121/2.3/a: "refused", "dropped"
      checked by 2 cases
        rfc6121/2.3/a
        rfc6121/2.3/b
    "
  `);
});

test('names the rulings that concern a case', () => {
  const standards = { requirements, titles: loadSectionTitles(), rulings };
  const [disputed, other] = cases.map((one) => caseText(one, standards, 'en'));
  expect(disputed).toContain(`rulings\n  R1  Two items in one set (${id})\n`);
  expect(other).not.toContain('rulings');
});
