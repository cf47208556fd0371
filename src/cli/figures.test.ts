// Figures of the README that are counted, not measured. A new case, mutant or requirement changes them.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { degenerateServers } from '../reference/mutants/degenerate-servers.ts';
import { allMutants } from '../reference/mutants/mutants.ts';
import { isObservable } from '../spec/requirements.ts';
import { shippedCases } from './shipped-cases.test-kit.ts';

const mutants = allMutants();
const alone = shippedCases.all.filter(({ topology }) => topology !== 'federated').length;
const federated = shippedCases.all.length - alone;
const observable = [...shippedCases.requirements.values()].filter(isObservable).length;
const grouped = (count: number) => count.toLocaleString('en');
const rounded = (count: number, step: number) => Math.round(count / step) * step;

describe.each(['README.md', 'README.zh-CN.md'])('%s', (page) => {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');

  test('says how many mutants there are, and how many of them are written by hand', () => {
    expect(text).toMatch(new RegExp(`\\b${grouped(mutants.length)}\\b`));
    const byHand = rounded(mutants.filter(({ cell }) => cell === undefined).length, 10);
    expect(text).toMatch(new RegExp(`(some|约) ${byHand} `));
  });

  test('says how many cases a run has, and about how many a run of two servers', () => {
    expect(text).toContain(`${alone} cases: ${alone - 2} passed, 2 skipped`);
    const about = rounded(federated, 100);
    expect(text).toMatch(new RegExp(`(about|约有) (${about}|${grouped(about)})\\b`));
  });

  test('says how many requirements can be observed', () => {
    expect(text).toContain(` of ${observable} observable requirements checked`);
  });

  test('names all degenerate servers', () => {
    expect(degenerateServers).toHaveLength(6);
    expect(text).toMatch(/Six degenerate servers|六个退化的服务器/);
  });
});
