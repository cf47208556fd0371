import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { beforeEach, expect, type MockInstance, onTestFinished, test, vi } from 'vitest';
import { temporaryDirectory } from './cli.test-kit.ts';
import { SERVER_OPTIONS, type ServerArguments, type Untargeted } from './command-line/options.ts';
import { PEER_OPTIONS } from './command-line/peer-options.ts';
import type { Config } from './given/config.ts';
import { overlookedConfig } from './given/config-file.ts';
import { warnUnnamed, withTarget } from './named-target.ts';

const address = 'xmpp://a.example';
const only: Config = { targets: { ci: { address } } };
const NONE = { account: [], insecure: false, plaintext: false } as unknown as Untargeted<ServerArguments>;
let said: MockInstance;
beforeEach(() => {
  said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => said.mockRestore());
});

test('takes the target that is named, and says nothing', () => {
  const args = withTarget({ ...NONE, target: 'prosody', insecure: true }, only);
  expect(args.target).toBe('prosody');
  warnUnnamed(args);
  expect(said).not.toHaveBeenCalled();
});

test('without a name takes the only target of the config file, also with options about it', () => {
  expect(withTarget({ ...NONE, domain: 'b.example', insecure: true }, only).target).toBe('ci');
});

test('without a name takes the default target of the config file', () => {
  const targets = { ci: { address }, staging: { address, default: true } };
  expect(withTarget(NONE, { targets }).target).toBe('staging');
});

test('of several targets without a default takes none, and names them', () => {
  const targets = { ci: { address }, staging: { address } };
  expect(() => withTarget(NONE, { targets })).toThrow(
    'no target named: the config file has ci, staging; choose one with -t NAME, or mark one with "default: true"',
  );
});

test('without a name and a target in the config file tests the reference server, and says so', () => {
  const args = withTarget(NONE, { peers: { b: { address } } });
  expect(args).toMatchObject({ target: 'reference', isUnnamed: true });
  warnUnnamed(args);
  expect(said).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/^NO TARGET NAMED: .* not yours;.*\n$/));
});

const NEUTRAL = ['target', 'timeout', 'config', 'suite'];
const CAMEL = /-(.)/g;
const VALUES = [...Object.entries({ ...SERVER_OPTIONS, ...PEER_OPTIONS }), ['baseline', { type: 'string' }] as const]
  .filter(([name]) => !NEUTRAL.includes(name))
  .map(([name, option]): [string, unknown] => {
    const { type, array } = option as { readonly type?: string; readonly array?: boolean };
    return [name, array ? ['x'] : type === 'boolean' ? true : 'x'];
  });

test.each(VALUES)('refuses --%s where no server is named', (name, value) => {
  const key = name.replaceAll(CAMEL, (_, letter: string) => letter.toUpperCase());
  expect(() => withTarget({ ...NONE, [key]: value }, {})).toThrow(`--${name} is about a server, and none is named;`);
});

test('finds a config file that is not read: with another ending, or above, up to the root of the repository', () => {
  const root = temporaryDirectory();
  const below = join(root, 'tests', 'xmpp');
  mkdirSync(below, { recursive: true });
  mkdirSync(join(root, '.git'));
  expect(overlookedConfig(undefined, below)).toBeUndefined();
  writeFileSync(join(root, 'xmppspec.config.yaml'), '');
  expect(overlookedConfig(undefined, below)).toBe('../../xmppspec.config.yaml');
  expect(overlookedConfig(undefined, root)).toBeUndefined();
  expect(overlookedConfig('c.yaml', below)).toBeUndefined();
  writeFileSync(join(below, 'xmppspec.config.yml'), '');
  expect(overlookedConfig(undefined, below)).toBe('xmppspec.config.yml');
  mkdirSync(join(root, 'tests', '.git'));
  expect(overlookedConfig(undefined, join(root, 'tests'))).toBeUndefined();
});
