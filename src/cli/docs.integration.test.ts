// Every command of README.md and of the pages in docs/, as a reader types it: in one directory, in the order of the page. Where a page
// names a server of the reader, it gets the reference server; a run without a selector gets one, because the suite is not the subject.

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TEST_CERTIFICATE } from '../reference/certificate.test-kit.ts';
import { type ReferenceServer, startReference } from '../reference/server.ts';
import { register } from '../target/sessions.test-kit.ts';
import { problemText } from '../wording/problems.ts';
import { program } from './cli.test-kit.ts';

const SERVERS = { prosody: '/usr/bin/prosody', ejabberd: '/usr/sbin/ejabberdctl', jabberd2: '/usr/sbin/jabberd2-c2s' };
const missing = Object.entries(SERVERS).filter(([, path]) => !existsSync(path));
for (const [name] of missing) {
  const message = problemText({ kind: 'not-installed', program: name, debianPackage: name }, 'en');
  if (process.env['CI'] === 'true') throw new Error(message);
  console.warn(`skipped: ${message}`);
}

const TIMEOUT_MS = 900_000;
const PAGES = [
  'README',
  ...['reading-a-report', 'baselines', 'limits', 'interop-event', 'targets', 'two-servers', 'how-it-judges'].map(
    (name) => `docs/${name}`,
  ),
];

/** Commands that other tests run, or that need a network: each with the reason. */
const NOT_HERE: Readonly<Record<string, string>> = {
  'npm ci': 'needs the npm registry; package.integration.test.ts builds, packs and installs a checkout',
  'npm start': 'is xmppspec run with the whole suite; whole-suite tests run it',
  'npm test': 'is what runs this test',
  'npm run prove': 'takes hours; prove.test.ts tests its figures',
};

/** The commands of a page, without comments; a line that ends in a backslash goes on in the next one. */
function commandsOf(page: string): readonly string[] {
  const text = readFileSync(new URL(`../../${page}.md`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
  const lines = blocks
    .join('')
    .replace(/\\\n\s*/g, '')
    .split('\n');
  return lines.map((line) => line.replace(/ +#.*$/, '').trim()).filter((line) => line !== '');
}

/** A few cases, alone and with a peer, that cut no streams: after a cut, servers wait up to a minute before they connect again. */
const FEW = "'rfc6121/3.1.2/full-jid*'";

const NAMES: Readonly<Record<string, string>> = { alpha: 'prosody', beta: 'ejabberd', gamma: 'jabberd2' };

test('every command of the pages is one of ours, or its place is said', () => {
  const others = PAGES.flatMap(commandsOf).filter((line) => !/^(npx )?xmppspec /.test(line));
  expect(others.filter((line) => NOT_HERE[line] === undefined)).toEqual([]);
});

describe.skipIf(missing.length > 0)('the commands of', { timeout: TIMEOUT_MS }, () => {
  const directory = mkdtempSync(join(tmpdir(), 'xmppspec-docs-test-'));
  let server: ReferenceServer;

  /** The command in the words of this machine: a server that is there, and few cases. */
  function asRun(line: string): string {
    const address = `xmpp://127.0.0.1:${server.port}`;
    const here = line
      .replace(/^(npx )?xmppspec /, '')
      .replace('-t xmpp://127.0.0.1:5222 -d example.org', `-t ${address} -d ${server.domain}`)
      .replace('-t xmpp://example.org', `-t ${address} -d ${server.domain} --ca ca.pem`)
      .replace(/@example\.org/g, `@${server.domain}`)
      .replace(
        /--server-command "[^"]*"/,
        `--server-command "'${process.execPath}' '${program}' serve --port ${server.port + 1}"`,
      )
      .replace(/\b(alpha|beta|gamma)\b(?![.+])/g, (name) => NAMES[name] ?? name);
    const own = here.includes('--server-command') ? here.replace(`:${server.port} `, `:${server.port + 1} `) : here;
    const [verb, first = ''] = own.split(' ');
    if (verb === 'federate') return `${own.replace(/-o \w+/, '-o event')} -c ${FEW}`;
    if (verb === 'run' && first.startsWith('-')) return `${own} ${own.includes('--peer') ? FEW : '2.3.3'}`;
    return own;
  }

  interface Ended {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
  }

  async function runLine(line: string): Promise<Ended> {
    const env = {
      ...process.env,
      ...{ LC_ALL: '', LC_MESSAGES: 'C', NO_COLOR: '1', XDG_STATE_HOME: directory },
      XMPPSPEC_PASSWORD: 'fair-as-the-morning',
    };
    const command = `'${process.execPath}' '${program}' ${line}`;
    const shell = promisify(execFile)('/bin/sh', ['-c', command], { cwd: directory, env, maxBuffer: 1e8 });
    return shell.then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code = -1, stdout = '', stderr = '' }: Ended) => ({ code, stdout, stderr }),
    );
  }

  beforeAll(async () => {
    const tls = () => Promise.resolve(TEST_CERTIFICATE);
    server = await startReference({ tls });
    const { host, port, domain } = server;
    const address = { host, port, domain, tls: 'starttls', ca: TEST_CERTIFICATE.cert, insecure: false } as const;
    for (const name of ['a', 'b', 'c', 'd']) await register({ address }, name);
    const at = (name: string) => join(directory, name);
    writeFileSync(at('ca.pem'), TEST_CERTIFICATE.cert);
    writeFileSync(at('known-failures.yaml'), 'server: reference\nknown: []\n');
    await Promise.all(
      ['prosody', 'ejabberd', 'jabberd2'].map((name) => runLine(`run 2.3.3 -t ${name} -r json=${name}.json`)),
    );
    for (const shard of [2, 3]) await runLine(`run 2.3.3 -t prosody --shard ${shard}/3 -r json=${shard}.json`);
    for (const name of ['report', 'yesterday']) writeFileSync(at(`${name}.json`), readFileSync(at('prosody.json')));
  }, TIMEOUT_MS);
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Exit codes of a command that did its work: failures of a server are no mistake of a page. */
  const expected = (line: string): readonly number[] => (/^(run|diff|merge|federate) /.test(line) ? [0, 1] : [0]);

  /** Output without figures and ids, which differ from run to run. */
  const masked = (text: string) =>
    text
      .replace(/, \d+ stanzas? for remote addresses that no case uses/, '')
      .replace(/\d+(\.\d+)?/g, 'N')
      .replace(/id="[^"]*"/g, 'id="X"')
      .trim();

  /** Blocks of output of README.md, each with the command that prints such lines, on fewer cases. */
  const OUTPUTS = [
    ['checks; ', 'run 2.6 4.2.2 -t reference'],
    ['1. failed', "run 'rfc6121/2.3.3/**' 2.4.3 -t prosody"],
  ] as const;

  test.each(OUTPUTS)('the output "%s" in README.md is what the program prints', async (mark, command) => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const blocks = [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, lang, block = '']) =>
      lang === '' ? block : '',
    );
    const shown =
      blocks
        .find((block) => block.includes(mark))
        ?.trim()
        .split('\n') ?? [];
    expect(shown.length).toBeGreaterThan(2);
    const printed = (await runLine(command)).stdout.split('\n').map(masked);
    expect(printed).toEqual(expect.arrayContaining(shown.map(masked)));
  });

  /** What a row of the table of commands in README.md names as examples: words in backticks after the command itself. */
  const examplesOf = (command: string): readonly string[] => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const [, cell = ''] = new RegExp(`^\\| \`${command} [^|]*\\| (.*) \\|$`, 'm').exec(readme) ?? [];
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
  };

  test.each([
    ['run', 'list'],
    ['explain', 'explain'],
  ])('the examples for %s in the table of README.md are known to %s', async (row, command) => {
    expect(examplesOf(row).length).toBeGreaterThan(0);
    for (const example of examplesOf(row)) {
      const { code, stderr } = await runLine(`${command} '${example}'`);
      expect([example, code, stderr]).toEqual([example, 0, '']);
    }
  });

  /** Commands that several pages have are run once. */
  const done = new Set<string>();

  test.each(PAGES)('%s work as they stand', async (page) => {
    const lines = commandsOf(page).filter((line) => NOT_HERE[line] === undefined);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      const here = asRun(line);
      if (done.has(here)) continue;
      done.add(here);
      const { code, stdout, stderr } = await runLine(here);
      expect(expected(here), `${line}\n${here}\n${code}\n${stdout.slice(-2000)}${stderr}`).toContain(code);
    }
  });
});
