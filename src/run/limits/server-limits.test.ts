import { expect, test } from 'vitest';
import { createServerLimits, limitedServer, patientTimeoutMs } from './server-limits.ts';

test('the first limit of a kind stays', () => {
  const limits = createServerLimits('ejabberd', [{ kind: 'subscription-count', allowed: 5 }]);
  limits.note({ kind: 'subscription-count', allowed: 7 });
  limits.note({ kind: 'registration' });
  expect(limits.met).toEqual([{ kind: 'subscription-count', allowed: 5 }, { kind: 'registration' }]);
  expect(limits.find('byte-rate')).toBeUndefined();
});

test('a timeout grows by the time that a slow server needs for the largest stanzas, within a minute', () => {
  const timeoutAt = (bytesPerSecond: number) =>
    patientTimeoutMs(5000, createServerLimits('', [{ kind: 'byte-rate', bytesPerSecond }]));
  expect(patientTimeoutMs(5000, createServerLimits())).toBe(5000);
  expect(timeoutAt(10_000)).toBe(18_108);
  expect(timeoutAt(100)).toBe(60_000);
});

test('a timeout that the user has set longer stays', () => {
  expect(patientTimeoutMs(90_000, createServerLimits('', [{ kind: 'byte-rate', bytesPerSecond: 100 }]))).toBe(90_000);
});

test.each([
  ['Prosody', 'prosody'],
  ['ejabberd', 'ejabberd'],
  ['Openfire', 'other'],
])('the settings of %s are those of %s', (software, server) => {
  expect(limitedServer(software)).toBe(server);
});
