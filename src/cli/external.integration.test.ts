import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeServer } from '../target/describe-server.test-kit.ts';
import type { LaunchedTarget } from '../target/launched-target.ts';
import { register } from '../target/sessions.test-kit.ts';
import { OpenStreams } from '../xmpp/open-streams.ts';
import { connectComponent } from '../xmpp/renewable-domain.ts';
import { temporaryDirectory, temporaryFile, xmppspec } from './cli.test-kit.ts';

interface Result {
  readonly id: string;
  readonly topology: string;
  readonly outcome: string;
}

/** Runs cases on an external server, whose component port plays the remote domain. */
async function runExternal({ address, component }: LaunchedTarget, args: readonly string[]) {
  const json = join(temporaryDirectory(), 'report.json');
  const where = ['-t', `xmpp://${address.host}:${address.port}`, '-d', address.domain, '--insecure'];
  const remote = ['--remote', `component://${component?.host}:${component?.port}/${component?.domain}`];
  const env = { XMPPSPEC_REMOTE_SECRET: component?.secret ?? '' };
  const ran = await xmppspec(['run', ...args, ...where, ...remote, '-r', 'console', '-r', `json=${json}`], env);
  const { results, staleBaseline: stale } = JSON.parse(readFileSync(json, 'utf8'));
  return { ...ran, stale, remote: (results as readonly Result[]).filter(({ topology }) => topology === 'remote') };
}

for (const name of ['prosody', 'ejabberd'] as const) {
  describeServer(name, (target) => {
    const baseline = ['--baseline', `baselines/${name}.yaml`];

    test('judges subscriptions of a remote domain as on a launched server', async () => {
      const { code, stdout, stale, remote } = await runExternal(target(), ['3', ...baseline]);
      expect([code, stale], stdout).toEqual([0, []]);
      expect(remote.length).toBeGreaterThan(50);
      expect(remote.filter(({ outcome }) => outcome === 'broken')).toEqual([]);
    });

    test('needs only two existing accounts for contacts of a remote domain', async () => {
      const accounts = [await register(target(), 'juliet'), await register(target(), 'nurse')];
      const given = accounts.flatMap(({ jid, password }) => ['--account', `${jid}:${password}`]);
      const { code, stdout, remote } = await runExternal(target(), ['3.1.2', ...given, ...baseline]);
      expect(code, stdout).toBe(0);
      expect(remote.map(({ outcome }) => outcome)).not.toContain('broken');
      expect(remote.map(({ outcome }) => outcome)).toContain('passed');
    });
  });
}

describeServer('prosody', (target) => {
  test('reads the remote domain and its secret from the config file', async () => {
    const { address, component } = target();
    const config = temporaryFile(
      'xmppspec.config.yaml',
      `targets:
  staging:
    address: xmpp://${address.host}:${address.port}
    domain: ${address.domain}
    insecure: true
    remote: component://${component?.host}:${component?.port}/${component?.domain}
    secret: '\${env:STAGING_SECRET}'
`,
    );
    const args = ['run', 'rfc6121/3.1.2/*remote*', '-t', 'staging', '--config', config];
    const { code, stdout } = await xmppspec(args, { STAGING_SECRET: component?.secret ?? '' });
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/\n\d+ cases: [1-9]\d* passed, (?!.*skipped)/);
  });

  test('reports a wrong secret of the component and ends with 3', async () => {
    const { code, stderr } = await runRefused(target(), 'guessed');
    expect([code, stderr]).toEqual([3, expect.stringContaining('refused the secret')]);
  });

  test('reports a component that is connected already and ends with 3', async () => {
    const { component } = target();
    const other = await connectComponent(component!, { timeoutMs: 5000, streams: new OpenStreams() });
    const { code, stderr } = await runRefused(target(), component!.secret);
    expect([code, stderr]).toEqual([3, expect.stringContaining('connected already; end that one first')]);
    await other.close();
  });
});

function runRefused({ address, component }: LaunchedTarget, secret: string) {
  const where = ['-t', `xmpp://${address.host}:${address.port}`, '-d', address.domain, '--insecure'];
  const remote = ['--remote', `component://${component?.host}:${component?.port}/${component?.domain}`];
  return xmppspec(['run', '3.1.2', ...where, ...remote], { XMPPSPEC_REMOTE_SECRET: secret });
}
