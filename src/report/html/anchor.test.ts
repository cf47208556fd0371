import { expect, test } from 'vitest';
import { caseAnchor, requirementAnchor } from './anchor.ts';

test.each([
  ['rfc6121/2.3/set-refused', 'case-rfc6121/2.3/set-refused'],
  ['rfc6121/2.3/set-refused[two-items,remote]', 'case-rfc6121/2.3/set-refused:two-items,remote'],
  ['rfc6121/A.2.1/x[none+pending-out+in]', 'case-rfc6121/A.2.1/x:none+pending-out+in'],
  ['own/名 册"<', 'case-own/~540d~~20~~518c~~22~~3c~'],
])('writes the anchor of %s as a URL can hold it', (id, anchor) => {
  expect(caseAnchor(id)).toBe(anchor);
});

test('gives similar ids different anchors', () => {
  const ids = ['a/x[y]', 'a/x:y', 'a/x~3a~y', 'a/x[y', 'a/x]y', 'a/x[[y]]', 'a/x[]', 'a/x'];
  expect(new Set(ids.map(caseAnchor)).size).toBe(ids.length);
});

test('makes the anchor of a requirement from its id', () => {
  expect(requirementAnchor('rfc6121-2.3.3-c')).toBe('req-rfc6121-2.3.3-c');
});
