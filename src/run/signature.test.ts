import { expect, test } from 'vitest';
import type { Failure } from '../model.ts';
import { parseXml } from '../stanza/xml.ts';
import { place } from './fake-server.test-kit.ts';
import { signatureOf } from './signature.ts';

const error = parseXml('<iq type="error" id="a.1f"><error/></iq>');
const result = parseXml('<iq type="result" id="a.1f" to="juliet-1f@fake.localhost"/>');
const difference = { path: 'iq@type', expected: '"error"', actual: '"result"' };

test.each<[Failure, string]>([
  [{ kind: 'missing', message: '', expected: error }, 'missing iq error'],
  [
    { kind: 'missing', message: '', expected: error, closest: result, difference },
    'missing iq error, got iq result, at iq@type',
  ],
  [
    { kind: 'unexpected', message: '', closest: parseXml('<presence type="unavailable"/>') },
    'unexpected presence unavailable',
  ],
  [{ kind: 'differs', message: '', difference }, 'differs, at iq@type'],
  [{ kind: 'departs', message: '', outcome: 'silent' }, 'took the outcome "silent"'],
  [{ kind: 'state', message: 'juliet is in state "To"' }, 'juliet is in state "To"'],
])('a failure is recognised by what it is, not by addresses and ids: %#', (failure, text) => {
  const check = { place, session: 'juliet/balcony', requirements: ['must'], verdict: 'failed', failure } as const;
  expect(signatureOf(check)).toBe(`juliet/balcony: ${text}`);
});

test('a check that held has nothing to be recognised by', () => {
  expect(signatureOf({ place, session: '', requirements: [], verdict: 'passed' })).toBeUndefined();
});
