// Wall time of all scenarios at --jobs 1, 16 and 64 on each target that is there, tester CPU over server CPU, the share
// of the wall time that each side was busy (a server on several cores may have more than 1), and what was waited for.
// Prints figures of this machine; nothing is judged by them.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/xmppspec.js', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'xmppspec-bench-'));
const selectors = process.argv.slice(2);

console.log(
  'target     jobs  cases  passed  failed  wall s  tester CPU s  server CPU s  ratio  tester/wall  server/wall  waits',
);
for (const target of ['reference', 'prosody', 'ejabberd', 'jabberd2']) {
  for (const jobs of [1, 16, 64]) {
    const file = join(directory, `${target}-${jobs}.json`);
    const args = [program, 'run', ...selectors, '-t', target, '-j', String(jobs), '-r', `json=${file}`];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status === 2) {
      console.log(`${target}: ${stderr.trim()}`);
      break;
    }
    const { summary } = JSON.parse(readFileSync(file, 'utf8'));
    const seconds = (ms) => (ms === undefined ? '-' : (ms / 1000).toFixed(2));
    const { testerMs, serverMs } = summary.cpu ?? {};
    const ratio = serverMs ? (testerMs / serverMs).toFixed(2) : '-';
    const columns = [jobs, summary.cases, summary.passed, summary.failed, seconds(summary.durationMs)];
    const share = (ms) => (ms === undefined ? '-' : (ms / summary.durationMs).toFixed(2));
    const cells = [...columns, seconds(testerMs), seconds(serverMs), ratio, share(testerMs), share(serverMs)];
    const widths = [5, 7, 8, 8, 8, 14, 14, 7, 13, 13];
    const waits = Object.entries(summary.waits)
      .sort(([, a], [, b]) => b.ms - a.ms)
      .map(([kind, { count, ms }]) => `${kind}: ${count} x ${(ms / count).toFixed(1)} ms`);
    console.log(
      target.padEnd(9) +
        cells.map((cell, index) => String(cell).padStart(widths[index])).join('') +
        `  ${waits.join(', ')}`,
    );
  }
}
rmSync(directory, { recursive: true, force: true });
