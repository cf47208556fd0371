// Secrets in right and in wrong places of arguments, environment and config file. None may come out.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeServer } from '../target/describe-server.test-kit.ts';
import { register } from '../target/sessions.test-kit.ts';
import { temporaryDirectory, temporaryFile, xmppspec } from './cli.test-kit.ts';
import { readConfig } from './given/config.ts';

/** In no message of ours; its letters are in no other word. */
const SECRET = 'Qz7Xk9Wv';
const forms = [SECRET, Buffer.from(SECRET).toString('base64'), [...SECRET].join(', ')];
const shows = (text: string) => forms.some((form) => text.includes(form));

const ARGUMENTS: readonly (readonly string[])[] = [
  ['-t', `xmpp://user:${SECRET}@127.0.0.1`],
  ['-t', `xmpp://127.0.0.1:${SECRET}`],
  ['-t', `user:${SECRET}@127.0.0.1`],
  ['-t', 'xmpp://127.0.0.1', '--remote', `component://x:${SECRET}@127.0.0.1:5347/d.example`],
  ['-t', 'xmpp://127.0.0.1', '--account', SECRET],
  ['-t', 'xmpp://127.0.0.1', '--admin', 'a@b', SECRET],
  ['-t', 'prosody', '--account', `a@b:${SECRET}`],
  ['-t', 'prosody', '--peer', 'ejabberd', '--peer-account', `a@b:${SECRET}`],
  ['-t', 'prosody', '--peer', `xmpp://user:${SECRET}@127.0.0.1`, '--peer-admin', SECRET],
  [`a@b:${SECRET}`],
  [`--password=${SECRET}`],
  [`-p${SECRET}`],
  ['--provision', SECRET],
  ['--reporter', `a@b:${SECRET}`],
  ['--ca', `a@b:${SECRET}`, '-t', 'xmpp://127.0.0.1'],
];

test('no usage error shows a secret among the arguments', async () => {
  const runs = await Promise.all(
    ARGUMENTS.map(async (args) => ({ args, ...(await xmppspec(['run', ...args], { XMPPSPEC_PASSWORD: SECRET })) })),
  );
  expect(runs.filter(({ code }) => ![2, 3].includes(code)).map(({ args, stderr }) => [args, stderr])).toEqual([]);
  expect(runs.filter(({ stdout, stderr }) => shows(stdout + stderr)).map(({ stderr }) => stderr)).toEqual([]);
}, 60_000);

const target = (line: string) => `targets:\n  staging:\n    address: xmpp://127.0.0.1\n    ${line}\n`;

test.each([
  ['a wrong type', target(`insecure: ${SECRET}`)],
  ['a wrong choice', target(`provision: ${SECRET}`)],
  ['text in place of a map', target(`admin: ${SECRET}`)],
  ['an unknown key', target(`${SECRET}: 1`)],
  ['an unknown key with the secret', target(`pasword: ${SECRET}`)],
  ['a key without a value', target(`admin: { jid: a@b, ${SECRET} }`)],
  ['an alias', target(`secret: *${SECRET}`)],
  ['an anchor', target(`secret: &${SECRET}`)],
  ['a tag', target(`secret: !${SECRET}`)],
  ['a directive', `%${SECRET}\n---\n${target('ca: x')}`],
  ['a quote that is not closed', target(`secret: "${SECRET}`)],
  ['an escape', target(`secret: "\\${SECRET}"`)],
  ['a reserved character', target(`secret: @${SECRET}`)],
  ['a block header', target(`secret: |${SECRET}`)],
  ['a bracket', target(`secret: [${SECRET}`)],
  ['text after a quote', target(`secret: "a" ${SECRET}`)],
  ['a second key', target(`secret: ${SECRET}: ${SECRET}`)],
  ['a key that is there twice', target(`${SECRET}: 1\n    ${SECRET}: 1`)],
  ['a list of texts', target(`accounts: [a@b:${SECRET}]`)],
  ['a name of a target', `targets: { "a@b:${SECRET}": {} }`],
  ['a special account', target(`special: { "${SECRET}": 1 }`)],
  ['a variable', target(`secret: \${env:${SECRET}}`)],
  ['the value of a variable', target('insecure: ${env:VALUE}')],
  ['a name that is not in the file', `reporters: ${SECRET}\n`],
  ['a text alone', SECRET],
])('no mistake in a config file shows a secret: %s', (_, text) => {
  const load = () => readConfig(temporaryFile('c.yaml', text), { VALUE: SECRET });
  let message = '';
  try {
    load();
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(/c\.yaml:\d+:\d+ \S/);
  expect(shows(message)).toBe(false);
});

test.each([
  ['an address with a user', target('ca: x').replace('//', `//user:${SECRET}@`)],
  ['a remote domain with a user', target(`remote: "component://x:${SECRET}@127.0.0.1:1/d"`)],
  ['a stanza that is no XML', target(`ambient: ["<a ${SECRET}"]`)],
  ['a file name from a secret variable', target('ca: ${env:VALUE}')],
  ['an unknown target', target(`secret: ${SECRET}`).replace('staging', SECRET)],
])('no later error about the config file shows a secret: %s', async (_, text) => {
  const config = temporaryFile('c.yaml', text);
  const { code, stdout, stderr } = await xmppspec(['run', '-t', 'staging', '--config', config], { VALUE: SECRET });
  expect(code).toBe(2);
  expect(shows(stdout + stderr)).toBe(false);
});

test('a file with secrets that is given as a report or as scenarios is not quoted', async () => {
  const file = temporaryFile('c.json', `{"password": ${SECRET}}`);
  const { code, stderr } = await xmppspec(['diff', file, file]);
  expect([code, shows(stderr)]).toEqual([2, false]);
});

const REPORTERS = ['junit', 'junit-strict', 'json', 'html', 'markdown', 'features'];

/** Runs with every reporter, and resolves with all that was written. */
async function everythingOf(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const out = temporaryDirectory();
  const reporters = REPORTERS.flatMap((name) => ['-r', `${name}=${join(out, name)}`]);
  const { stdout, stderr } = await xmppspec(['run', ...args, '-r', 'console', ...reporters, '--trace', '-vv'], env);
  const reports = readdirSync(out).map((name) => readFileSync(join(out, name), 'utf8'));
  expect(reports).toHaveLength(REPORTERS.length);
  return [stdout, stderr, ...reports].join('\n');
}

describeServer('reference', (target) => {
  const where = () => [
    '-t',
    `xmpp://${target().address.host}:${target().address.port}`,
    '-d',
    target().address.domain,
    '--plaintext',
  ];
  const remote = () => [
    '--remote',
    `component://${target().component?.host}:${target().component?.port}/${target().component?.domain}`,
  ];

  test('no report shows the password of an account or of a remote domain', async () => {
    const accounts = [await register(target(), 'juliet'), await register(target(), 'romeo')];
    const secret = target().component?.secret ?? '';
    const given = accounts.flatMap(({ jid, password }) => ['--account', `${jid}:${password}`]);
    const text = await everythingOf(['2.3.2', '3.1.2', ...where(), ...remote(), ...given], {
      XMPPSPEC_REMOTE_SECRET: secret,
    });
    const plain = accounts.map(({ jid, password }) => `\0${jid.split('@')[0]}\0${password}`);
    const secrets = [secret, ...accounts.map(({ password }) => password), ...plain];
    const forms = secrets.flatMap((one) => [one, Buffer.from(one).toString('base64')]);
    expect(secret.length).toBeGreaterThan(5);
    expect(forms.filter((form) => text.includes(form))).toEqual([]);
    expect(text).toContain('xmppspec run');
  });

  test('no message shows what a command that makes accounts holds', async () => {
    const create = `sh -c 'echo ${SECRET} >&2; exit 1' --password ${SECRET} {user}`;
    const { stdout, stderr } = await xmppspec(['run', '2.3.2', ...where(), '--create-account', create]);
    expect(stdout + stderr).toContain('the command "sh ..." ended with 1');
    expect(shows(stdout + stderr)).toBe(false);
  });
});
