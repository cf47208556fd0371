// Plays without a server: whatever acts follow each other, the model says what may come of them.

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findState, type StateName } from '../../spec/appendix-a.ts';
import type { PlayOutcome, Setting } from '../play-model.ts';
import { PLAYS_VERSION } from '../play-name.ts';
import type { Act } from './act.ts';
import { APPENDIX, usersOf } from './cast.ts';
import { RFC6121 } from './model.ts';
import { isAway, relationOf, type World } from './world.ts';

const SETTINGS: readonly Setting[] = [
  { topology: 'local', offers: () => false },
  { topology: 'local', offers: () => true },
  { topology: 'remote', offers: () => false },
  { topology: 'federated', offers: (_, actor) => actor === 'juliet' },
];

/** Plays the acts that are possible, and takes the outcome that `choose` names. Returns the worlds with the outcomes that led there. */
function play(setting: Setting, acts: readonly Act[], choose: (outcomes: readonly PlayOutcome<World>[]) => number) {
  let world = RFC6121.begin(setting);
  const seen: { readonly act: Act; readonly outcomes: readonly PlayOutcome<World>[]; readonly world: World }[] = [];
  for (const drawn of acts) {
    const act = RFC6121.fitting([world], drawn);
    if (act === undefined) continue;
    RFC6121.steps(world, act);
    const outcomes = RFC6121.outcomes(world, act);
    seen.push({ act, outcomes, world });
    world = outcomes[choose(outcomes) % outcomes.length]?.world ?? world;
  }
  return { world, seen };
}

const plays = (setting: Setting) =>
  fc.tuple(
    fc.array(RFC6121.acts(setting), { minLength: 20, maxLength: 120, size: 'max' }).map((acts) => acts.flat()),
    fc.infiniteStream(fc.nat(20)),
  );

it('draws the same acts as the version of plays says', () => {
  const drawn = SETTINGS.map((setting) => fc.sample(RFC6121.acts(setting), { seed: 7, numRuns: 500 }));
  const digest = createHash('sha256').update(JSON.stringify(drawn)).digest('hex').slice(0, 16);
  // Where this fails, a seed draws other plays than it did: raise PLAYS_VERSION, and write both here.
  expect([PLAYS_VERSION, digest]).toEqual([2, '421e31721f6a9dc8']);
});

describe.each(SETTINGS)('plays in topology $topology', (setting) => {
  it('have one outcome at least and few at most after every act', () => {
    fc.assert(
      fc.property(plays(setting), ([acts, choices]) => {
        const { seen } = play(setting, acts, () => choices.next().value ?? 0);
        for (const { outcomes } of seen) {
          expect(outcomes.length).toBeGreaterThan(0);
          expect(outcomes.length).toBeLessThanOrEqual(80);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are plain data', () => {
    fc.assert(
      fc.property(plays(setting), ([acts, choices]) => {
        const { world } = play(setting, acts, () => choices.next().value ?? 0);
        expect(JSON.parse(JSON.stringify(world))).toEqual(world);
      }),
      { numRuns: 50 },
    );
  });
});

describe('plays of local users', () => {
  it('keep the rosters of two users mirrored, as long as the servers follow Appendix A', () => {
    const setting: Setting = { topology: 'local', offers: () => true };
    fc.assert(
      fc.property(plays(setting), ([acts]) => {
        const kept = acts.filter((act) => !JSON.stringify(act).includes('roster-remove'));
        const { world } = play(setting, kept, (outcomes) =>
          Math.max(
            0,
            outcomes.findIndex(({ violates }) => violates.length === 0),
          ),
        );
        for (const user of usersOf('local')) {
          for (const contact of usersOf('local')) {
            if (user === contact || isAway(world, user)) continue;
            const name: StateName = relationOf(world, user, contact).state;
            expect(`${user} ${contact}: ${relationOf(world, contact, user).state}`).toBe(
              `${user} ${contact}: ${findState(APPENDIX(), name).mirror}`,
            );
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
