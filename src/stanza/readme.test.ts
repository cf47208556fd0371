import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { match } from './match.ts';
import { parseXml } from './xml.ts';

// The rows of the table "pattern | stanza | matches" in scenarios/README.md; `\|` stands for a bar inside a cell.
const manual = readFileSync(new URL('../../scenarios/README.md', import.meta.url), 'utf8');
const rows = [...manual.matchAll(/^\| `(.+?)` \| `(.+?)` \| (yes|no) \|$/gm)].map(
  ([, pattern = '', stanza = '', answer = '']) => [pattern.replaceAll('\\|', '|'), stanza, answer] as const,
);

test('the manual has match and no-match pairs', () => {
  expect(rows.filter(([, , answer]) => answer === 'yes').length).toBeGreaterThan(8);
  expect(rows.filter(([, , answer]) => answer === 'no').length).toBeGreaterThan(8);
});

test.each(rows)('as the manual says: %s and %s: %s', (pattern, stanza, answer) => {
  const bindings = { fixed: new Map(), captures: new Map() };
  expect(match(parseXml(pattern), parseXml(stanza), bindings).matches).toBe(answer === 'yes');
});
