import { expect, test } from 'vitest';
import { engineText } from './engine-words.ts';

test('what the engine says most is told in Chinese', () => {
  const lost = 'fence lost: ping of juliet/balcony: no answer to <iq type="get"> within 5000 ms';
  const state = 'juliet is in state "To" towards romeo; expected "None" or "From"';
  expect([lost, state].map((line) => engineText(line, 'zh'))).toEqual([
    '栅栏丢失：juliet/balcony 的 ping：5000 ms 内没有对 <iq type="get"> 的应答',
    'juliet 对 romeo 的订阅状态为“To”；期望“None”或“From”',
  ]);
});

test.each([
  ['nothing', '无'],
  ['"a" or nothing', '"a" 或无'],
  ['"nothing"', '"nothing"'],
])('what stands in place of a value is told in Chinese, and a value is left alone: %s', (text, said) => {
  expect(engineText(text, 'zh')).toBe(said);
});

test('a sentence that is not known stands as it is', () => {
  expect(engineText('the sky fell', 'zh')).toBe('the sky fell');
});

test('in English nothing changes', () => {
  const line = 'the server does not offer roster-version';
  expect(engineText(line, 'en')).toBe(line);
});
