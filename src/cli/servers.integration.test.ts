import { describe, test } from 'vitest';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import { runWholeSuite, SUITE_TIMEOUT_MS } from './whole-suite.test-kit.ts';

// jabberd2 and Debian's own configurations have files of their own: `jabberd2.integration.test.ts`, `debian.integration.test.ts`.
describe.each(['reference', 'prosody', 'ejabberd'] as const)('the whole suite', (server) => {
  describeInstalled(server, () => {
    const violations = server === 'reference' ? 'nothing' : 'exactly what its baseline lists';
    test(`${server} violates ${violations}`, { timeout: SUITE_TIMEOUT_MS }, async () => {
      await runWholeSuite(server);
    });
  });
});
