import { expect, test } from 'vitest';
import { fillText } from './placeholders.ts';

const fixed = new Map([
  ['juliet', 'juliet-7@a.localhost'],
  ['juliet/balcony', 'juliet-7@a.localhost/balcony'],
  ['domain', 'a.localhost'],
]);
const fill = (text: string) => fillText(text, { fixed, captures: new Map() });

test('writes the local part of an address in capitals, and one without a local part wholly', () => {
  expect(fill('${capitals:juliet}')).toBe('JULIET-7@a.localhost');
  expect(fill('${capitals:juliet/balcony}')).toBe('JULIET-7@a.localhost/balcony');
  expect(fill('x@${capitals:domain}')).toBe('x@A.LOCALHOST');
});

test('refuses capitals of a name that nothing stands for', () => {
  expect(() => fill('${capitals:romeo}')).toThrow('romeo');
});
