import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { startReference } from '../reference/server.ts';
import { describeInstalled, describeServer } from '../target/describe-server.test-kit.ts';
import type { LaunchedTarget } from '../target/launched-target.ts';
import { register } from '../target/sessions.test-kit.ts';
import { TARGET_NAMES } from '../target/target-names.ts';
import { freeAddress } from '../target/this-machine.ts';
import { program, temporaryDirectory, xmppspec } from './cli.test-kit.ts';
import { startDoor, startOpenEnded, startServer } from './door.test-kit.ts';

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
  expect(stderr).toMatch(/^(exit 3: \d+ checks? failed\n)?$/);
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
  const url = await startDoor([]);
  const found = await doctor([ONE_FILE, '-t', url, '--timeout', '3000']);
  expect(found.find('stream')?.text).toMatch(/^127.0.0.1:\d+ accepts connections, but sent nothing within 3000 ms$/);
});

test('each line is printed as soon as it is known', async () => {
  const printed = new AbortController();
  const url = await startServer((socket) => {
    const end = () => socket.destroy();
    if (printed.signal.aborted) end();
    else printed.signal.addEventListener('abort', end);
    socket.resume();
  });
  // Only the end of the connection, which comes after the line, ends the wait.
  const child = spawn(process.execPath, [program, 'doctor', ONE_FILE, '-t', url, '--timeout', '3600000']);
  let stdout = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    stdout += chunk;
    if (/^ok +connection .*\n/m.test(stdout)) printed.abort();
  }
  expect(stdout).toMatch(/^failed +stream /m);
});

test('the doctor does not wait for a server that leaves streams open', async () => {
  const server = await startReference({ component: { domain: 'remote.localhost', secret: 'verona' } });
  const url = await startOpenEnded(server.port);
  const remote = ['--remote', `component://${server.host}:${server.componentPort}/remote.localhost`];
  // With one wait for the end of a stream, the test would time out.
  const where = ['-t', url, '-d', server.domain, '--plaintext', '--timeout', '120000', ...remote];
  const found = await doctor([ONE_FILE, ...where], { XMPPSPEC_REMOTE_SECRET: 'verona' }).finally(() => server.stop());
  expect([found.code, failedIn(found)]).toEqual([0, []]);
  expect(found.find('removal')?.text).toMatch(/ was removed$/);
});

test('--wait waits before the first check', async () => {
  const { host, port } = await freeAddress();
  const where = ['-t', `xmpp://${host}:${port}`, '-d', 'xmppspec.localhost', '--plaintext', '--wait', '60'];
  const child = spawn(process.execPath, [program, 'doctor', ONE_FILE, ...where, '--lang', 'zh']);
  const [waiting] = await once(child.stderr.setEncoding('utf8'), 'data');
  expect(waiting).toMatch(/^等待服务器，最长 60 s：.* 拒绝连接；.*\n$/);
  const server = await startReference({ host, port });
  const stdout = await text(child.stdout).finally(() => server.stop());
  expect(stdout).toMatch(/；没有失败的检查\n$/);
});

test('an interrupt ends the wait', async () => {
  const { host, port } = await freeAddress();
  const child = spawn(process.execPath, [program, 'run', '2.3.2', '-t', `xmpp://${host}:${port}`, '--wait', '3600']);
  await once(child.stderr, 'data');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([130, null]);
});
