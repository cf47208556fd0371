import { expect, test } from 'vitest';
import { bareOf, domainOf, localOf, resourceOf } from './jid.ts';

test.each([
  ['juliet@capulet.lit/balcony', 'juliet@capulet.lit', 'juliet', 'capulet.lit', 'balcony'],
  ['juliet@capulet.lit', 'juliet@capulet.lit', 'juliet', 'capulet.lit', ''],
  ['capulet.lit', 'capulet.lit', '', 'capulet.lit', ''],
  ['capulet.lit/a@b/c', 'capulet.lit', '', 'capulet.lit', 'a@b/c'],
  ['juliet@[::1]/x', 'juliet@[::1]', 'juliet', '[::1]', 'x'],
  ['', '', '', '', ''],
])('splits %j', (jid, bare, local, domain, resource) => {
  expect([bareOf(jid), localOf(jid), domainOf(jid), resourceOf(jid)]).toEqual([bare, local, domain, resource]);
});
