import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExpressionError, readExpression } from './expression.ts';

const refusal = (source: string) => {
  try {
    readExpression(source);
    return undefined;
  } catch (error) {
    return error instanceof ExpressionError ? [error.kind, error.detail] : error;
  }
};

test.each([
  ['https://[^/]+/.*', 'https://a.example/x/y', true],
  ['https://[^/]+/.*', 'see https://a.example/x', false],
  ['a|bc', 'bc', true],
  ['a|bc', 'b', false],
  ['(ab){2,3}', 'ababab', true],
  ['(ab){2,3}', 'ab', false],
  ['(ab){2,3}', 'abababab', false],
  ['a{2,}', 'aaaaa', true],
  ['a{2,}', 'a', false],
  ['\\d{4}-\\d\\d?', '2026-1', true],
  ['\\p{L}+', 'Ромео', true],
  ['.', '🎭', true],
  ['.', '\n', false],
  ['[{}]+\\}', '{}}', true],
  ['', '', true],
  ['(|a)*', 'aaa', true],
  ['(?:){9}x', 'x', true],
])('/%s/ on "%s": %s', (source, text, fits) => {
  expect(readExpression(source)(text)).toBe(fits);
});

test.each([
  ['[a-z', 'invalid', 'Unterminated character class'],
  ['a**', 'invalid', 'Nothing to repeat'],
  ['^a', 'anchor', '^'],
  ['a$', 'anchor', '$'],
  ['(?=a)b', 'unsupported', '(?='],
  ['(?<!a)b', 'unsupported', '(?<!'],
  ['(?<name>a)', 'unsupported', '(?<'],
  ['(a)\\1', 'unsupported', '\\1'],
  ['\\bword', 'unsupported', '\\b'],
  ['a{3000}', 'too-large', '2000'],
  ['(((a{50}){50}){50})', 'too-large', '2000'],
  [`${'('.repeat(60)}a${')'.repeat(60)}`, 'too-large', '2000'],
])('refuses /%s/: %s %s', (source, kind, detail) => {
  expect(refusal(source)).toEqual([kind, detail]);
});

test('says of any text what JavaScript says', () => {
  const atom = fc.constantFrom('a', 'b', '[ab]', '[^a]', '.', '\\w', '-');
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      atom,
      fc.tuple(tie('expression'), tie('expression')).map((both) => both.join('')),
      fc.tuple(tie('expression'), tie('expression')).map((both) => `(${both.join('|')})`),
      fc
        .tuple(tie('expression'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{0,1}', '{2,}', '*?'))
        .map(([inside, times]) => `(?:${inside})${times}`),
    ),
  }));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-', '名'), maxLength: 6 });
  fc.assert(
    fc.property(expression, text, (source, value) => {
      expect(readExpression(source)(value), source).toBe(new RegExp(`^(?:${source})$`, 'u').test(value));
    }),
    { numRuns: 2000 },
  );
});

test('reads a text once, also where a backtracking matcher would take forever', () => {
  const text = 'a'.repeat(20_000);
  expect(readExpression('(a*)*(a|a)*b')(text)).toBe(false);
});
