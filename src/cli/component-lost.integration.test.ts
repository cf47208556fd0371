// A server that ends the stream of the component at some stanzas: only the cases that send such a stanza differ.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Fault } from '../reference/fault.ts';
import { endsComponent } from '../reference/mutants/kit/component-end.test-kit.ts';
import { startReference } from '../reference/server.ts';
import type { Report } from '../results/report-schema.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';

/** Rows of the table of message delivery, and other cases that share the component with them. */
const SELECTED = ['rfc6121/8.5/message-delivery[no-*]', '4.5.2', '8.5.2.1.2'];

const [DOMAIN, SECRET] = ['remote.localhost', 'good pilgrim'];

const KILLERS = /^rfc6121\/8\.5\/message-delivery\[.*unknown,remote\]$/;

async function runWith(fault?: Fault) {
  const server = await startReference({ component: { domain: DOMAIN, secret: SECRET }, mechanisms: ['PLAIN'], fault });
  onTestFinished(() => server.stop());
  const remote = `component://127.0.0.1:${server.componentPort}/${DOMAIN}`;
  const target = ['-t', `xmpp://127.0.0.1:${server.port}`, '-d', server.domain, '--plaintext', '--remote', remote];
  const env = { XMPPSPEC_REMOTE_SECRET: SECRET };
  const json = join(temporaryDirectory(), 'report.json');
  const { stdout, code } = await xmppspec(['run', ...target, ...SELECTED, '-r', 'console', '-r', `json=${json}`], env);
  return { report: JSON.parse(readFileSync(json, 'utf8')) as Report, stdout, code };
}

test('only the cases whose stanza ends the stream differ: they fail for what is due, or are broken', async () => {
  const { report: sound } = await runWith();
  const { report, stdout, code } = await runWith(endsComponent());
  const killers = sound.results.filter(({ id }) => KILLERS.test(id)).map(({ id }) => id);
  const others = ({ results }: Report) =>
    results.filter(({ id }) => !killers.includes(id)).map(({ id, outcome }) => [id, outcome]);
  expect(killers.length).toBeGreaterThan(1);
  expect(others(report)).toEqual(others(sound));
  const ended = report.results.filter(({ id }) => killers.includes(id));
  expect([...new Set(ended.map(({ outcome }) => outcome))].sort()).toEqual(['broken', 'failed']);
  const cause = { kind: 'stream-error', condition: 'internal-server-error' };
  const after = expect.stringMatching(/^<message .*type="/);
  for (const { outcome, cause: why, checks } of ended) {
    const lost = { kind: 'component-lost', session: expect.any(String), cause, after, isAlone: true };
    if (outcome === 'broken') expect(why).toEqual(lost);
    else expect(checks.flatMap(({ failure }) => failure?.kind ?? [])).toContain('stream-ended');
  }
  const { count, cases = [] } = report.summary.componentLosses ?? {};
  expect([...cases].sort()).toEqual([...killers].sort());
  expect(count).toBeGreaterThan(killers.length);
  expect([stdout, code]).toEqual([
    expect.stringContaining(
      `the stream of the component ended ${count} times, after stanzas of ${[...killers].sort()[0]}`,
    ),
    1,
  ]);
  expect(sound.summary.componentLosses).toBeUndefined();
});
