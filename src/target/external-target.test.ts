import { expect, test } from 'vitest';
import { externalTarget } from './external-target.ts';

test('is named by its address, has no traits of its own and is not stopped', async () => {
  const target = externalTarget('xmpp://im.example');
  expect(target).toMatchObject({ name: 'xmpp://im.example', ambient: [], limits: {}, special: {} });
  expect(target.cpuMs()).toBeUndefined();
  await expect(target.stop()).resolves.toBeUndefined();
});

test('takes the traits of its configuration', () => {
  const traits = { name: 'staging', limits: { name: 1023 } };
  expect(externalTarget('xmpp://im.example', { traits })).toMatchObject({ ...traits, ambient: [] });
});
