import { expect, test } from 'vitest';
import { xmppspec } from './cli.test-kit.ts';
import { type PairMutants, PEER_MUTANTS, TARGET_MUTANTS } from './pair-mutants.test-kit.ts';
import type { MutantTrial } from './texts/mutants-text.ts';

const idsOf = ({ transcript, alone, none }: PairMutants) => [...transcript, ...alone, ...none];
const rulesOf = (ids: readonly string[]) => new Set(ids.map((id) => id.split('/')[0]));

test('at least 60 rules are broken on one side of a pair, and blamed on that side', () => {
  const all = [TARGET_MUTANTS, PEER_MUTANTS];
  expect(rulesOf(all.flatMap(idsOf)).size).toBeGreaterThanOrEqual(65);
  expect(rulesOf(all.flatMap(({ transcript, alone }) => [...transcript, ...alone])).size).toBeGreaterThanOrEqual(60);
});

test.each([
  ['target', TARGET_MUTANTS],
  ['peer', PEER_MUTANTS],
] as const)(
  'federated cases catch the mutants on the side %s of a pair, name that side, and blame the other one for none',
  async (side, mutants) => {
    const ids = idsOf(mutants);
    const { stdout } = await xmppspec(['mutants', '--side', side, '--json', ...ids]);
    const trials = JSON.parse(stdout) as readonly MutantTrial[];
    expect(trials.filter(({ killer }) => killer === undefined).map(({ id }) => id)).toEqual([]);
    expect(new Set(trials.map(({ id }) => id))).toEqual(new Set(ids));
    const innocent = side === 'target' ? 'B' : 'A';
    expect(trials.filter(({ sides }) => sides.includes(innocent)).map(({ id }) => id)).toEqual([]);
    const provenBy = (proof: MutantTrial['proof']) =>
      trials.flatMap((trial) => (trial.proof === proof ? [trial.id] : [])).toSorted();
    const found = { transcript: provenBy('transcript'), alone: provenBy('alone'), none: provenBy(undefined) };
    const { transcript, alone, none } = mutants;
    expect(found).toEqual({
      transcript: transcript.toSorted(),
      alone: alone.toSorted(),
      none: none.toSorted(),
    });
  },
);
