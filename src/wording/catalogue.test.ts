import { expect, test } from 'vitest';
import type { RunEvent } from '../model/event.ts';
import type { CaseResult } from '../model/result.ts';
import { makeCase, makeResult, written } from '../report/report.test-kit.ts';
import { latitudeOf } from '../results/latitude.ts';
import { localized, localizedResults } from './catalogue.ts';

const translatable = (id: string, title: string, titleZh?: string): CaseResult =>
  makeResult(id, { case: makeCase(id, { title, ...(titleZh !== undefined && { titleZh }) }), observed: ['x'] });

test('a Chinese reporter receives Chinese titles, the English ones where none exist, and one object for each case', () => {
  const events: RunEvent[] = [];
  const make = localized(() => ({ on: (event) => void events.push(event) }));
  const result = translatable('a', 'A play', '一出戏');
  written(make, [result, translatable('b', 'Another')], { setup: { lang: 'zh' } });
  const cases = events.flatMap((event) => (event.type === 'case-finished' ? [event.result.case] : []));
  expect(cases.map(({ title }) => title)).toEqual(['一出戏', 'Another']);
  const [started] = events;
  expect(started?.type === 'run-started' && started.cases[0]).toBe(cases[0]);
});

test.each([
  [['拒绝：两个条目', '拒绝：空组名'], '拒绝'],
  [['对请求不予答复', '对探测不予答复'], '对…不予答复'],
])('what Chinese titles have in common is found by characters', (titles, common) => {
  const results = titles.map((titleZh, at) => translatable(`a[${at}]`, 'A play', titleZh));
  expect(latitudeOf(localizedResults(results, 'zh'))[0]?.title).toBe(common);
});
