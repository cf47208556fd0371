import { expect, test } from 'vitest';
import { rerunArguments } from './run-options.ts';

const args = {
  target: 'ours',
  selector: [],
  domain: undefined,
  account: [],
  provision: undefined,
  accounts: undefined,
  maxAccounts: undefined,
  admin: undefined,
  createAccount: undefined,
  removeAccount: undefined,
  remote: undefined,
  serverCommand: undefined,
  serverLog: undefined,
  ca: undefined,
  insecure: false,
  plaintext: false,
  timeout: 5000,
  wait: undefined,
  config: undefined,
  suite: undefined,
};

test('a case of a pair is compared with the same reports on each server alone', () => {
  expect(rerunArguments({ ...args, peer: 'theirs', single: ['ours.json', 'theirs.json'] })).toEqual([
    '-t',
    'ours',
    '--peer',
    'theirs',
    '--single',
    'ours.json',
    '--single',
    'theirs.json',
  ]);
});
