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
  // The last number: mutants whose fault clients alone can prove. They see nothing of a stanza that is lost between servers.
  ['target', TARGET_MUTANTS, 13],
  ['peer', PEER_MUTANTS, 4],
] as const)(
  'federated cases catch the mutants on the side %s of a pair, and blame the other side for none',
  { timeout: TIMEOUT_MS },
  async (side, ids, proven) => {
    const { stdout } = await xmppspec(['mutants', '--side', side, '--json', ...ids]);
    const trials = JSON.parse(stdout) as readonly MutantTrial[];
    expect(trials.filter(({ killer }) => killer === undefined).map(({ id }) => id)).toEqual([]);
    expect(new Set(trials.map(({ id }) => id))).toEqual(new Set(ids));
    const innocent = side === 'target' ? 'B' : 'A';
    expect(trials.filter(({ sides }) => sides.includes(innocent)).map(({ id }) => id)).toEqual([]);
    expect(trials.filter(({ sides }) => sides.some((one) => one !== 'pair')).length).toBeGreaterThanOrEqual(proven);
  },
);
