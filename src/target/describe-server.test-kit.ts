// For integration tests of every room: tests that need a server of a Debian package.

import { afterAll, beforeAll, describe, test } from 'vitest';
import { ProblemError, problemText } from '../wording/problems.ts';
import { launchObstacle, launchTarget } from './launch-target.ts';
import type { LaunchedTarget } from './launched-target.ts';
import type { TargetName } from './target-names.ts';

/**
 * Tests that launch `name` themselves. They are skipped, with a line that says what to do, when it cannot be launched.
 * Under CI, where everything is installed, that is a failure.
 */
export function describeInstalled(name: TargetName, body: () => void): void {
  const obstacle = launchObstacle(name);
  if (obstacle === undefined) {
    describe(name, body);
    return;
  }
  if (process.env['CI'] === 'true') {
    test(`${name} can be launched`, () => Promise.reject(new ProblemError(obstacle)));
    return;
  }
  console.warn(`skipped: ${problemText(obstacle, 'en')}`);
  describe.skip(name, body);
}

/** Tests against one `name`, launched before the first test and stopped after the last; `target()` returns it inside a test. */
export function describeServer(name: TargetName, body: (target: () => LaunchedTarget) => void): void {
  describeInstalled(name, () => {
    let launched: LaunchedTarget | undefined;
    beforeAll(async () => {
      launched = await launchTarget(name);
    });
    afterAll(() => launched?.stop());
    body(() => {
      if (launched === undefined) throw new Error(`${name} is not running; use target() inside a test`);
      return launched;
    });
  });
}
