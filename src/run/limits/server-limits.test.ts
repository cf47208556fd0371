import { expect, test } from 'vitest';
import { createServerLimits, limitedServer, patientTimeoutMs } from './server-limits.ts';

test('a limit is found by its kind', () => {
  const limits = createServerLimits('ejabberd', [{ kind: 'subscription-count', allowed: 5 }]);
  expect(limits.find('subscription-count')).toEqual({ kind: 'subscription-count', allowed: 5 });
  expect(limits.find('byte-rate')).toBeUndefined();
});

test('a timeout grows by the time that a slow server needs for the largest stanzas, within 75 s', () => {
  const timeoutAt = (bytesPerSecond: number) =>
    patientTimeoutMs(5000, createServerLimits('', [{ kind: 'byte-rate', bytesPerSecond }]));
  expect(patientTimeoutMs(5000, createServerLimits())).toBe(5000);
  expect(timeoutAt(10_000)).toBe(18_200);
  expect(timeoutAt(100)).toBe(75_000);
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
