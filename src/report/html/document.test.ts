import { expect, test } from 'vitest';
import { pageScript, styleSheet } from './document.ts';

test('the style fetches nothing', () => {
  expect(styleSheet('diagram', 'matrix').text).not.toMatch(/url\(|@import|@font-face/);
});

test('neither the style nor the script ends the element that holds it', () => {
  expect(styleSheet('diagram', 'matrix').text + pageScript().text).not.toMatch(/<\/(style|script)|<!--/);
});
