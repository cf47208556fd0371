import { expect, test } from 'vitest';
import { styleSheet } from './style.ts';

/** Relative luminance of `#rrggbb` (WCAG 2.1). */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const [light = '', dark = ''] = styleSheet().text.match(/:root \{[^}]*\}/g) ?? [];
const schemes = [
  ['light', light],
  ['dark', dark],
] as const;

test.each(schemes)('every ink can be read on every paper it stands on, in the %s scheme', (_, scheme) => {
  const color = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(scheme)?.[1] ?? '';
  const papers = ['paper', 'panel'];
  const pairs = [
    ...['ink', 'muted', 'accent'].flatMap((ink) => papers.map((paper) => [ink, paper])),
    ...['passed', 'failed', 'warned', 'skipped', 'broken'].flatMap((outcome) => [
      [outcome, `${outcome}-bg`],
      ...papers.map((paper) => [outcome, paper]),
    ]),
  ];
  const weak = pairs.filter(([ink = '', paper = '']) => !(contrast(color(ink), color(paper)) >= 4.5));
  expect(weak).toEqual([]);
});

test('the sheet fetches nothing', () => {
  expect(styleSheet().text).not.toMatch(/url\(|@import|@font-face/);
});
