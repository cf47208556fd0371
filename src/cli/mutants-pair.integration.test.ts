import { expect, test } from 'vitest';
import { xmppspec } from './cli.test-kit.ts';
import { PEER_MUTANTS, TARGET_MUTANTS } from './pair-mutants.test-kit.ts';
import type { MutantTrial } from './texts/mutants-text.ts';

// Two servers for each mutant. The bound allows for a busy machine.
const TIMEOUT_MS = 300_000;

const rulesOf = (ids: readonly string[]) => new Set(ids.map((id) => id.split('/')[0]));

test('at least 60 rules are broken on one side of a pair', () => {
  expect(rulesOf([...TARGET_MUTANTS, ...PEER_MUTANTS]).size).toBeGreaterThanOrEqual(60);
});

test.each([
  ['target', TARGET_MUTANTS],
  ['peer', PEER_MUTANTS],
] as const)(
  'federated cases catch the mutants on the side %s of a pair',
  { timeout: TIMEOUT_MS },
  async (side, ids) => {
    const { stdout } = await xmppspec(['mutants', '--side', side, '--json', ...ids]);
    const trials = JSON.parse(stdout) as readonly MutantTrial[];
    expect(trials.filter(({ killer }) => killer === undefined).map(({ id }) => id)).toEqual([]);
    expect(new Set(trials.map(({ id }) => id))).toEqual(new Set(ids));
  },
);
