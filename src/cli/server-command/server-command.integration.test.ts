// `--server-command`: the server is started, awaited, and stopped with everything it has started, however the run ends.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freeAddress } from '../../target/this-machine.ts';
import { program, temporaryDirectory, temporaryFile, xmppspec } from '../cli.test-kit.ts';
import { interrupted, isAlive, start, written } from '../running.test-kit.ts';

const CASE = 'rfc6121/2.3.2/add';
const node = `'${process.execPath}'`;

/** The reference server at a free port, in the foreground. */
async function serving(domain = 'xmppspec.localhost') {
  const { host, port } = await freeAddress();
  const directory = temporaryDirectory();
  const log = join(directory, 'server.log');
  const command = `${node} '${program}' serve --host ${host} --port ${port} -d ${domain}`;
  const target = ['-t', `xmpp://${host}:${port}`, '-d', domain, '--plaintext', '--server-log', log];
  return { host, port, directory, log, command, target };
}

/** Ids of the processes whose command line holds this text, except for those of the run and its guard. */
function processesWith(text: string): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids
    .map(Number)
    .filter((pid) => isAlive(pid) && commandOf(pid).includes(text) && !commandOf(pid).includes('--server-command'));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

test('starts the server, waits for it, tests it, stops it and keeps its log', async () => {
  const { port, log, command, target } = await serving();
  const { code, stdout, stderr } = await xmppspec(['run', CASE, ...target, '--server-command', `sleep 1; ${command}`]);
  expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: expect.stringContaining('1 case: 1 passed') });
  expect(stderr).toMatch(/^starting sleep \.\.\. \(log: .*\), waiting up to 60 s\n/);
  expect(stderr).toContain(`log of the server of xmpp://127.`);
  expect(stderr.trimEnd().endsWith(log)).toBe(true);
  expect(readFileSync(log, 'utf8')).toContain('serving xmppspec.localhost at xmpp://');
  expect(processesWith(`--port ${port}`)).toEqual([]);
});

test('doctor starts and stops it as well', async () => {
  const { port, command, target } = await serving();
  const { code, stdout } = await xmppspec(['doctor', CASE, ...target, '--server-command', command]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('login') });
  expect(processesWith(`--port ${port}`)).toEqual([]);
});

test('the config file starts it with a directory, variables and a log of its own', async () => {
  const { host, port, directory, log, command } = await serving();
  writeFileSync(join(directory, 'marker'), 'here');
  const config = temporaryFile(
    'config.yaml',
    `targets:
  mine:
    address: xmpp://${host}:${port}
    domain: xmppspec.localhost
    plaintext: true
    server:
      command: ${JSON.stringify(`cat marker; echo "greeting $GREETING"; ${command}`)}
      cwd: ${directory}
      env: { GREETING: hello }
      log: ${log}
`,
  );
  const { code, stderr } = await xmppspec(['run', CASE, '-t', 'mine', '--config', config]);
  expect(code, stderr).toBe(0);
  expect(readFileSync(log, 'utf8')).toMatch(/^heregreeting hello\n/);
});

test('starts a peer as well, and stops both', async () => {
  const [a, b] = [await serving('a.localhost'), await serving('b.localhost')];
  const peer = ['--peer', `xmpp://${b.host}:${b.port}`, '--peer-domain', 'b.localhost', '--peer-plaintext'];
  const commands = ['--server-command', a.command, '--peer-server-command', b.command, '--peer-server-log', b.log];
  const { stderr } = await xmppspec(['doctor', ...a.target, ...peer, ...commands]);
  expect(stderr).toContain(a.log);
  expect(stderr).toContain(b.log);
  expect(readFileSync(b.log, 'utf8')).toContain('serving b.localhost');
  expect([...processesWith(`--port ${a.port}`), ...processesWith(`--port ${b.port}`)]).toEqual([]);
});

describe('stops the server', () => {
  const longRun = async (command: (plain: string) => string) => {
    const { port, log, command: plain, target } = await serving();
    const running = start(['run', ...target, '--server-command', command(plain), '-j', '1', '-r', 'console']);
    await expect.poll(() => readLog(log), { timeout: 60_000 }).toContain('serving');
    return { running, port, log };
  };

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('at %s', async (signal, code) => {
    const { running, port } = await longRun((plain) => plain);
    expect(await interrupted(running, signal)).toMatchObject({ code });
    expect(processesWith(`--port ${port}`)).toEqual([]);
  });

  test('that ignores SIGTERM', async () => {
    const { running, port } = await longRun((plain) => `trap '' TERM; ${plain} & sleep 1000`);
    expect(await interrupted(running, 'SIGTERM')).toMatchObject({ code: 143 });
    expect(processesWith(`--port ${port}`)).toEqual([]);
  });

  test('that has become a daemon, in a session of its own', async () => {
    const { running, port } = await longRun((plain) => `setsid ${plain} & exit 0`);
    expect(processesWith(`--port ${port}`).length).toBeGreaterThan(0);
    expect(await interrupted(running, 'SIGINT')).toMatchObject({ code: 130 });
    expect(processesWith(`--port ${port}`)).toEqual([]);
  });

  test('when the run is killed and cleans up nothing', async () => {
    const { running, port } = await longRun((plain) => plain);
    expect(await interrupted(running, 'SIGKILL')).toMatchObject({ code: null });
    await expect.poll(() => processesWith(`--port ${port}`), { timeout: 30_000 }).toEqual([]);
  });
});

const readLog = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

describe('says at once that the server', () => {
  test('ended before it answered, with its exit status and the end of its log, without secrets', async () => {
    const { log, target } = await serving();
    const command = `echo "begins; PASSWORD=jellyfish" >&2; echo "cannot open jellyfish.conf"; exit 7`;
    const args = ['run', CASE, ...target, '--account', 'a@xmppspec.localhost', '--account', 'b@xmppspec.localhost'];
    const env = { XMPPSPEC_PASSWORD: 'jellyfish' };
    const { code, stderr, stdout } = await xmppspec([...args, '--server-command', command], env);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/the server of xmpp:\/\/\S+ ended with exit status 7 before it answered; /);
    expect(stderr).toContain('it ends with:\n  begins; PASSWORD=(hidden)\n  cannot open (hidden).conf\n');
    expect(readFileSync(log, 'utf8')).toBe('begins; PASSWORD=(hidden)\ncannot open (hidden).conf\n');
  });

  test('ended during the run', async () => {
    const { port, command, target } = await serving();
    // Every case, one after another: a run of few is over before the server is.
    const args = ['run', ...target, '-j', '1', '-r', 'console'];
    const running = start([...args, '--server-command', `${command}; exit 9`]);
    await written(running, /xmppspec \d/);
    for (const pid of processesWith(`--port ${port}`).filter((pid) => !commandOf(pid).includes('exit 9')))
      process.kill(pid, 'SIGKILL');
    const { code, stderr } = await running.ended;
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/ended with exit status 9 during the run/);
  });

  test('cannot be run', async () => {
    const { target } = await serving();
    const { code, stderr } = await xmppspec(['run', CASE, ...target, '--server-command', 'no-such-server --config x']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/ended with exit status 127 before it answered/);
    expect(stderr).toContain('not found');
  });
});

test('ends after --wait where the server never answers, and shows the end of its log', async () => {
  const { target } = await serving();
  const { code, stderr } = await xmppspec([
    'run',
    CASE,
    ...target,
    '--wait',
    '1',
    '--server-command',
    'echo waking; sleep 1000',
  ]);
  expect(code).toBe(3);
  expect(stderr).toMatch(/^the server cannot be tested: .*refused the connection/m);
  expect(stderr).toContain('it ends with:\n  waking\n');
});

test('refuses an address where something answers already', async () => {
  const { host, port } = await freeAddress();
  const other = createServer((socket) => socket.end('hello')).listen(port, host);
  const target = ['-t', `xmpp://${host}:${port}`, '-d', 'x.localhost', '--plaintext'];
  const { code, stderr } = await xmppspec(['run', CASE, ...target, '--server-command', 'sleep 1000']);
  other.close();
  expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('answers at') });
});

test.each([
  [
    ['-t', 'reference', '--server-command', 'x'],
    'reference is launched by xmppspec; --server-command starts a server of your own, whose address --target gives',
  ],
  [['-t', 'xmpp://127.0.0.1', '--server-log', 'x'], '--server-log needs --server-command'],
  [['-t', 'xmpp://127.0.0.1', '--server-command', ' '], '--server-command: expected a shell command, got nothing'],
  [['-t', 'prosody', '--peer', 'prosody', '--peer-server-command', 'x'], 'whose address --peer gives'],
] as const)('refuses %j', async (args, message) => {
  expect(await xmppspec(['run', ...args])).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
});
