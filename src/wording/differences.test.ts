import { expect, test } from 'vitest';
import { placeText } from './differences.ts';

test.each([
  ['presence', '<presence>', '<presence>'],
  ['presence@to', 'the attribute to of <presence>', '<presence> 的属性 to'],
  ['iq/error', '<error> of <iq>', '<iq> 中的 <error>'],
  ['iq/query/item@approved', 'the attribute approved of <item> of <iq>', '<iq> 中的 <item> 的属性 approved'],
  ['message/body/text()', 'the text of <body> of <message>', '<message> 中的 <body> 的文本'],
  ['iq/error/${capture:refusal}', 'the child element of <error> of <iq>', '<iq> 中的 <error> 的子元素'],
])('%s is %s', (path, en, zh) => {
  expect([placeText(path, 'en'), placeText(path, 'zh')]).toEqual([en, zh]);
});

test('the first element may be named with its type', () => {
  expect(placeText('iq/query@ver', 'en', '<iq type="set">')).toBe('the attribute ver of <query> of <iq type="set">');
});
