import { expect, test } from 'vitest';
import { isObservable, loadRequirements } from './requirements.ts';

test('holds 490 requirements, 406 of which bind a server and are observable', () => {
  const requirements = [...loadRequirements().values()];
  expect(requirements).toHaveLength(490);
  expect(requirements.filter(isObservable)).toHaveLength(406);
});

test('keeps the clause of a requirement in both standards', () => {
  expect(loadRequirements().get('rfc6120-8.3.3.4-a')).toMatchObject({ rfc: '2.3.3', ydt: '6.4.3', level: 'SHOULD' });
});

test('uses the section in the id of a requirement of RFC 6121', () => {
  const own = [...loadRequirements().values()].filter((r) => r.id.startsWith('rfc6121-'));
  expect(own.filter((r) => !r.id.startsWith(`rfc6121-${r.rfc}-`)).map((r) => r.id)).toEqual([]);
});
