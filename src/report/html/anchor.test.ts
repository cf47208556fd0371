import { expect, test } from 'vitest';
import { caseAnchor, requirementAnchor } from './anchor.ts';

test.each([
  ['rfc6121/2.3/set-refused', 'case-rfc6121/2.3/set-refused'],
  ['rfc6121/2.3/set-refused[two-items,remote]', 'case-rfc6121/2.3/set-refused:two-items,remote'],
  ['rfc6121/A.2.1/x[none+pending-out+in]', 'case-rfc6121/A.2.1/x:none+pending-out+in'],
  ['own/名 册"<', 'case-own/~540d~~20~~518c~~22~~3c~'],
])('the anchor of %s may stand in an address', (id, anchor) => {
  expect(caseAnchor(id)).toBe(anchor);
});

test('ids that look alike have anchors of their own', () => {
  const ids = ['a/x[y]', 'a/x:y', 'a/x~3a~y', 'a/x[y', 'a/x]y', 'a/x[[y]]', 'a/x[]', 'a/x'];
  expect(new Set(ids.map(caseAnchor)).size).toBe(ids.length);
});

test('a requirement has its id in its anchor', () => {
  expect(requirementAnchor('rfc6121-2.3.3-c')).toBe('req-rfc6121-2.3.3-c');
});
