// For integration tests of every room: tests that need a server of a Debian package.

import { afterAll, beforeAll, describe, test } from 'vitest';
import { launchTarget, missingProgram, type TargetName } from './launch.ts';
import type { LaunchedTarget } from './launched-target.ts';

/**
 * Tests that launch `name` themselves. Where it is not installed they are skipped, with a line that tells how to
 * install it; under CI, where everything is installed, that is a failure.
 */
export function describeInstalled(name: TargetName, body: () => void): void {
  const reason = missingProgram(name);
  if (reason === undefined) {
    describe(name, body);
    return;
  }
  if (process.env['CI'] === 'true') {
    test(`${name} is installed`, () => Promise.reject(reason));
    return;
  }
  console.warn(`skipped: ${reason.message}`);
  describe.skip(name, body);
}

/** Tests against one `name`, launched before the first of them and stopped after the last; `target()` gives it to a test. */
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
