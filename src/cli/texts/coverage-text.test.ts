import { expect, test } from 'vitest';
import type { Requirement } from '../../model/standard.ts';
import { coverage } from '../../results/coverage.ts';
import { loadRequirements } from '../../spec/requirements.ts';
import { loadSectionTitles } from '../../spec/sections.ts';
import { coverageData, coverageText } from './coverage-text.ts';

const all = loadRequirements();
const few = new Map(
  ['rfc6121-2.3.3-c', 'rfc6121-2.10-x', 'rfc6120-8.2.3-a', 'rfc6121-2-a', 'rfc6121-2.1.1-b'].flatMap((id) => {
    const requirement = all.get(id);
    return requirement === undefined ? [] : ([[id, requirement]] satisfies [string, Requirement][]);
  }),
);

test('the text has a table by chapter, feature and level, and names the requirements that are not checked', () => {
  expect(coverageText(coverage(few, new Set(['rfc6121-2.3.3-c'])), loadSectionTitles(), 'en')).toMatchInlineSnapshot(`
    "1 of 3 observable requirements are checked by cases (33.3 %)

    by chapter
      2  Managing the roster      1      /   2
      6  Exchanging IQ stanzas    0      /   1

    by feature
      roster-set    1      /   2
      none          0      /   1

    by level
      MUST      1      /   2
      SHOULD    0      /   1

    missing
      SHOULD  rfc6121-2-a  RFC 6121 2 · YD/T 2936 6.1
        Keep added or changed roster items as the client supplied them whenever that is possible.
      MUST  rfc6120-8.2.3-a  RFC 6120 8.2.3 · YD/T 2936 10
        Answer every IQ get or set with one result or error carrying the same id.

    not observable
      rfc6121-2.1.1-b  binds clients
    "
  `);
});

test('a requirement that cannot be observed is listed with the reason', () => {
  const { unobservable } = coverageData(coverage(all, new Set()));
  const reasonOf = (id: string) => unobservable.find((entry) => entry.id === id)?.reason;
  expect(unobservable).toHaveLength(479 - 395);
  expect(reasonOf('rfc6121-2.1.1-b')).toBe('binds clients');
  expect(reasonOf('rfc6120-10.4.1-a')).toMatch('server-to-server');
  expect(reasonOf('rfc6121-5.2.2-j')).toMatch('outside RFC 6121');
});
