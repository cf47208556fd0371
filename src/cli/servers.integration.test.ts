import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';

for (const server of ['prosody', 'ejabberd'] as const) {
  describeInstalled(server, () => {
    test(`${server} departs from the standards where its baseline says, and nowhere else`, async () => {
      const json = join(temporaryDirectory(), 'report.json');
      const baseline = `baselines/${server}.yaml`;
      const { code, stdout } = await xmppspec([
        'run',
        '-t',
        server,
        '--baseline',
        baseline,
        '-r',
        'console',
        '-r',
        `json=${json}`,
      ]);
      const { summary, stale } = JSON.parse(readFileSync(json, 'utf8'));
      expect({ code, stale, broken: summary.broken, late: summary.late }, stdout).toEqual({
        code: 0,
        stale: [],
        broken: 0,
        late: 0,
      });
    });
  });
}
