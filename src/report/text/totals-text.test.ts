import { expect, test } from 'vitest';
import { lossesText } from './totals-text.ts';

const ids = (count: number) => Array.from({ length: count }, (_, at) => `a/1/${at}`);

test('says how often the component lost its stream, and names the first cases that have ended it', () => {
  expect(lossesText({ count: 1, cases: [] }, 'en')).toBe('the stream of the component ended 1 time');
  expect(lossesText({ count: 9, cases: ids(5) }, 'en')).toBe(
    'the stream of the component ended 9 times, after stanzas of a/1/0, a/1/1, a/1/2 and 2 more',
  );
  expect(lossesText({ count: 9, cases: ids(5) }, 'zh')).toBe(
    '组件的流断开 9 次，由以下用例发送的节引起：a/1/0，a/1/1，a/1/2，另有 2 个',
  );
});
