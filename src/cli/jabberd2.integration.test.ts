import { test } from 'vitest';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import { runWholeSuite, SUITE_TIMEOUT_MS } from './whole-suite.test-kit.ts';

// Answers of jabberd2 are held for 40 ms. The run waits most of its time, so it is a file of its own, beside others.
describeInstalled('jabberd2', () => {
  test('jabberd2 violates exactly what its baseline lists', { timeout: SUITE_TIMEOUT_MS }, async () => {
    await runWholeSuite('jabberd2');
  });
});
