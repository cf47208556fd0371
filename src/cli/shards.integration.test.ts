// Eight processes share the cases of one run, and one server.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReportData } from '../results/report-schema.ts';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import { launchServer } from '../target/launch-server.ts';
import type { LaunchedTarget, ServerRecipe } from '../target/launched-target.ts';
import { prosody } from '../target/prosody.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';
import { comparable } from './comparable-report.test-kit.ts';

const COUNT = 8;
const INDEXES = Array.from({ length: COUNT }, (_, index) => index);

/** Local and remote contacts; some cases fail on prosody. */
const SECTIONS = ['2.1.5', '3.1.2'];

/** prosody with a component for each shard. */
const withComponents: ServerRecipe = {
  ...prosody,
  files: (settings) => {
    const components = INDEXES.map(
      (index) => `Component "remote${index + 1}.shards.localhost"\n  component_secret = "s"\n`,
    );
    const files = prosody.files(settings);
    return { ...files, 'prosody.cfg.lua': `${files['prosody.cfg.lua']}${components.join('')}` };
  },
};

describeInstalled('prosody', () => {
  let launched: LaunchedTarget | undefined;
  beforeAll(async () => {
    launched = await launchServer(withComponents, {});
  });
  afterAll(() => launched?.stop());

  /** Runs on the server, which plays no part in the name of the remote domain. Resolves with the exit code and the report. */
  async function run(env: Readonly<Record<string, string>>, remote: string, args: readonly string[]) {
    if (launched === undefined) throw new Error('prosody is not running');
    const { address, component } = launched;
    const file = join(temporaryDirectory(), 'report.json');
    const server = ['-t', `xmpp://${address.host}:${address.port}`, '-d', address.domain, '--plaintext', '--strict'];
    const joined = ['--remote', `component://${address.host}:${component?.port}/${remote}.shards.localhost`];
    const secret = { ...env, XMPPSPEC_REMOTE_SECRET: 's' };
    const { code, stderr } = await xmppspec(
      ['run', ...SECTIONS, ...server, ...joined, ...args, '-r', `json=${file}`],
      secret,
    );
    return { code, stderr, file };
  }

  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as ReportData;

  // Nine runs on a machine that may be busy.
  test('the merged report is that of one run, and so is the exit code', async () => {
    const whole = await run({}, 'remote1', []);
    const shards = await Promise.all(
      INDEXES.map((index) => run({ JOB_COMPLETION_INDEX: `${index}` }, 'remote{shard}', ['--shard', `index/${COUNT}`])),
    );
    const output = join(temporaryDirectory(), 'merged.json');
    const merged = await xmppspec(['merge', ...shards.map(({ file }) => file), '-o', output]);
    for (const { stderr } of [whole, ...shards, merged]) expect(stderr).toMatch(/^(exit 1: .*\n)?$/);
    expect([whole.code, merged.code]).toEqual([1, 1]);
    expect(comparable(read(output))).toEqual(comparable(read(whole.file)));
    const isRemote = ({ topology }: ReportData['results'][number]) => topology === 'remote';
    expect(read(output).results.filter(isRemote).length).toBeGreaterThan(0);
  });
});
