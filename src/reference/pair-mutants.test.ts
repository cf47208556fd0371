import { beforeAll, describe, expect, test } from 'vitest';
import { allMutants } from './mutants/mutants.ts';
import { PAIR_MUTANTS } from './pair-mutants.test-kit.ts';
import { play, SCENES, type SceneName, type Session, seenBy } from './scenes.test-kit.ts';

const mutants = new Map(allMutants().map((mutant) => [mutant.id, mutant]));
const scenes = Object.keys(SCENES) as readonly SceneName[];

test('at least 60 broken rules are seen by the clients of two servers', () => {
  const ids = scenes.flatMap((scene) => Object.keys(PAIR_MUTANTS[scene]));
  expect(ids.filter((id) => !mutants.has(id))).toEqual([]);
  const rules = new Set(ids.map((id) => mutants.get(id)?.requirements[0]));
  expect(rules.size).toBeGreaterThanOrEqual(60);
});

describe.each(scenes)('in the scene %s', (scene) => {
  let expected: readonly string[] = [];
  beforeAll(async () => {
    expected = await play(scene);
  });

  test('conforming servers show the same each time', async () => {
    expect(await play(scene)).toEqual(expected);
  });

  test.each(Object.entries(PAIR_MUTANTS[scene]))('%s is seen by %s', async (id, session: Session) => {
    const seen = await play(scene, mutants.get(id)?.fault());
    expect(seenBy(session, seen)).not.toEqual(seenBy(session, expected));
  });
});
