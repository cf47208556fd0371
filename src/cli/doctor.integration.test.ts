import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeInstalled, describeServer } from '../target/describe-server.test-kit.ts';
import { freeAddress } from '../target/free-address.ts';
import { TARGET_NAMES } from '../target/launch-target.ts';
import type { LaunchedTarget } from '../target/launched-target.ts';
import { register } from '../target/sessions.test-kit.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';

/** A finding as `--json` prints it. */
interface Finding {
  readonly name: string;
  readonly status: string;
  readonly text: string;
  readonly remedy?: string;
}

interface Diagnosis {
  readonly code: number;
  readonly stdout: string;
  readonly findings: readonly Finding[];
  readonly cases: { readonly selected: number; readonly canRun: number; readonly leftOut: readonly object[] };
  find(name: string): Finding | undefined;
}

async function doctor(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Diagnosis> {
  const { code, stdout, stderr } = await xmppspec(['doctor', ...args, '--json'], env);
  expect(stderr).toBe('');
  const report = JSON.parse(stdout);
  return { code, stdout, ...report, find: (name) => report.findings.find((finding: Finding) => finding.name === name) };
}

const failedIn = ({ findings }: Diagnosis) =>
  findings.filter(({ status }) => status === 'failed').map(({ name }) => name);

/** Reading one file instead of all saves a second. It has a local case and a remote one. */
const ONE_FILE = 'scenarios/rfc6121/3.1.2/full-jid.yaml';

/** The options that reach a launched server as an external one. */
function reached({ address: { host, port, domain } }: LaunchedTarget): readonly string[] {
  return [ONE_FILE, '-t', `xmpp://${host}:${port}`, '-d', domain];
}

function remoteOf({ component }: LaunchedTarget): readonly string[] {
  return ['--remote', `component://${component?.host}:${component?.port}/${component?.domain}`];
}

describe.each(TARGET_NAMES)('a launched server', (name) => {
  describeInstalled(name, () => {
    test(`nothing fails on ${name}, and most cases can run`, async () => {
      const found = await doctor(['-t', name]);
      expect(failedIn(found), found.stdout).toEqual([]);
      expect(found.code).toBe(0);
      expect(found.find('to remote')?.status).toBe('ok');
      expect(found.cases.canRun).toBeGreaterThan(found.cases.selected * 0.9);
    });
  });
});

for (const name of ['prosody', 'ejabberd', 'jabberd2'] as const) {
  describeServer(name, (target) => {
    test('an untrusted certificate fails, and no check that depends on it is tried', async () => {
      const found = await doctor(reached(target()));
      expect([found.code, failedIn(found)]).toEqual([3, ['certificate']]);
      expect(found.find('certificate')).toMatchObject({
        text: expect.stringContaining('it is self-signed'),
        remedy: expect.stringMatching(/--ca FILE.*--insecure/),
      });
      expect(found.find('login')).toMatchObject({ status: 'not tried', text: '"certificate" must pass first' });
    });

    test('--ca makes the certificate trusted, and the registered account is removed', async () => {
      const directory = temporaryDirectory();
      const ca = join(directory, 'ca.pem');
      writeFileSync(ca, target().address.ca ?? '');
      const found = await doctor([...reached(target()), '--ca', ca], { XDG_STATE_HOME: directory });
      expect([found.code, failedIn(found)], found.stdout).toEqual([0, []]);
      expect(found.find('removal')).toMatchObject({ status: 'ok', text: expect.stringMatching(/^xs-.* was removed$/) });
      expect(readdirSync(directory, { recursive: true }).filter((file) => String(file).endsWith('.jsonl'))).toEqual([]);
      expect(found.find('component')?.status).toBe('missing');
      expect(found.cases.leftOut).toContainEqual({ need: 'remote', cases: 1 });
    });

    test('a wrong password is recognised and never printed', async () => {
      const account = await register(target(), 'mercutio');
      const found = await doctor([...reached(target()), '--insecure', '--account', `${account.jid}:wrong-secret`]);
      expect([found.code, failedIn(found)]).toEqual([3, ['login']]);
      expect(found.find('login')?.text).toContain('the password is wrong, or there is no such account');
      expect(found.stdout).not.toContain('wrong-secret');
    });

    test('a wrong secret of the component is recognised, and the other checks go on', async () => {
      const env = { XMPPSPEC_REMOTE_SECRET: 'guessed-secret' };
      const found = await doctor([...reached(target()), '--insecure', ...remoteOf(target())], env);
      expect([found.code, failedIn(found)]).toEqual([3, ['component']]);
      expect(found.find('component')?.text).toContain('refused the secret');
      expect(found.find('fence')?.status).toBe('ok');
      expect(found.stdout).not.toContain('guessed-secret');
    });

    test('a domain that the server does not serve is recognised', async () => {
      const { host, port } = target().address;
      const found = await doctor([ONE_FILE, '-t', `xmpp://${host}:${port}`, '-d', 'mantua.localhost']);
      expect(found.find('stream')).toMatchObject({ status: 'failed', remedy: expect.stringContaining('-d DOMAIN') });
    });
  });
}

test('a closed port fails, and no check that depends on it is tried', async () => {
  const { host, port } = await freeAddress();
  const found = await doctor([ONE_FILE, '-t', `xmpp://${host}:${port}`]);
  expect([found.code, failedIn(found)]).toEqual([3, ['connection']]);
  expect(found.find('connection')?.text).toContain('refused the connection');
  expect(found.cases.canRun).toBe(0);
});

test('the doctor waits for a silent server once', async () => {
  const { host, port } = await freeAddress();
  const server = createServer((socket) => socket.on('error', () => undefined));
  await once(server.listen(port, host), 'listening');
  const found = await doctor([ONE_FILE, '-t', `xmpp://${host}:${port}`, '--timeout', '100']);
  expect(found.find('stream')?.text).toBe(`no stream features from ${host}:${port} within 100 ms`);
  server.close();
});
