import { expect, test } from 'vitest';
import { placeOf } from './links.ts';
import { loadRequirements } from './requirements.ts';

test.each([
  ['rfc6121-2.1.5-d', 'https://www.rfc-editor.org/rfc/rfc6121#section-2.1.5'],
  ['rfc6121-A.2.3-b', 'https://www.rfc-editor.org/rfc/rfc6121#appendix-A.2.3'],
  ['rfc6120-8.1.1.1-a', 'https://www.rfc-editor.org/rfc/rfc6120#section-8.1.1.1'],
])('%s stands at %s', (id, url) => {
  const requirement = loadRequirements().get(id);
  expect(requirement && placeOf(requirement).url).toBe(url);
});

test('a requirement of a scenario file stands where the file says', () => {
  const link = 'https://xmpp.org/extensions/xep-0199.html#c2s';
  expect(placeOf({ id: 'rfc7395-3.1-a', rfc: 'RFC 7395 3.1', link })).toEqual({ name: 'RFC 7395 3.1', url: link });
});

test('the section in the id of a requirement of RFC 6121 is the section that it names', () => {
  const wrong = [...loadRequirements().values()].filter(
    ({ id, rfc }) => id.startsWith('rfc6121-') && !id.startsWith(`rfc6121-${rfc}-`),
  );
  expect(wrong.map(({ id }) => id)).toEqual([]);
});
