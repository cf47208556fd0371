// Through the real command line: the reference server needs no other program.

import { expect, test } from 'vitest';
import { temporaryFile, xmppspec } from '../cli/cli.test-kit.ts';

/** Makes Node.js end with exit code 99 when it starts a process. */
const NO_PROCESSES = `
const childProcess = require('node:child_process');
for (const name of Object.keys(childProcess).filter((key) => /^(exec|spawn|fork)/.test(key))) {
  childProcess[name] = () => process.exit(99);
}
require('node:module').syncBuiltinESMExports();
`;

test('a run on the reference server starts no other program, such as openssl', async () => {
  const preload = temporaryFile('no-processes.cjs', NO_PROCESSES);
  const { code, stderr } = await xmppspec(['run', '-t', 'reference', '2.3.2'], {
    NODE_OPTIONS: `--require ${preload}`,
  });
  expect([code, stderr]).toEqual([0, '']);
});
