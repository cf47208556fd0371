import { expect, test } from 'vitest';
import { AccountStates } from './account-states.ts';

const account = { jid: 'a@x', password: '' };
const states = () => new AccountStates(true);

test('an account that waits is lent before it waits again, and one that goes is lent no more', () => {
  const known = states();
  for (const kind of ['asked', 'lent'] as const) known.move(account, { kind });
  known.move(account, { kind: 'idle', sessions: [] });
  expect(() => known.move(account, { kind: 'idle', sessions: [] })).toThrow('a@x goes from idle to idle');
  known.move(account, { kind: 'leaving' });
  expect(() => known.move(account, { kind: 'lent' })).toThrow('a@x goes from leaving to lent');
});

test('the account that has waited longest comes first', () => {
  const known = states();
  const other = { jid: 'b@x', password: '' };
  for (const one of [account, other]) known.move(one, { kind: 'lent' });
  for (const one of [other, account]) known.move(one, { kind: 'idle', sessions: [] });
  expect(known.all('idle').map(({ account: { jid } }) => jid)).toEqual(['b@x', 'a@x']);
});
