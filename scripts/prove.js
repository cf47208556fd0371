// The tool proves itself: the kill rate of the mutants, and the flakes of the whole suite, repeated in random order under
// CPU pressure. Prints figures for the README; fails when a mutant survives or a verdict ever differed.
//   npm run prove -- [repetitions, 50] [target...]

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/xmppspec.js', import.meta.url));
const [repetitions = '50', ...wanted] = process.argv.slice(2);
const targets = wanted.length > 0 ? wanted : ['reference', 'prosody', 'ejabberd', 'jabberd2'];
const directory = mkdtempSync(join(tmpdir(), 'xmppspec-prove-'));
const run = (args) => spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', maxBuffer: 1e9 });

/** Keeps half of the cores busy until it is killed. */
function burn() {
  const count = Math.max(1, Math.floor(availableParallelism() / 2));
  return Array.from({ length: count }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
}

let isProven = true;
if (wanted.length === 0) {
  const mutants = run(['mutants']);
  console.log(mutants.stdout.trim());
  isProven = mutants.status === 0;
}

const burners = burn();
try {
  for (const target of targets) {
    const file = join(directory, `${target}.json`);
    const seed = Math.floor(Math.random() * 1e9);
    const baseline = target === 'reference' ? [] : ['--baseline', `baselines/${target}.yaml`];
    const order = ['--repeat', repetitions, '--shuffle', String(seed)];
    const { status, stderr } = run(['run', '-t', target, ...baseline, ...order, '-r', `json=${file}`]);
    // 0, 1 and 3 are the ends of a run that came to its end.
    if (![0, 1, 3].includes(status)) {
      console.log(`${target}: not run to the end: ${stderr.trim()}`);
      isProven = false;
      continue;
    }
    const { results, summary } = JSON.parse(readFileSync(file, 'utf8'));
    const flakes = results.filter(({ reason = '' }) => reason.startsWith('verdicts differ'));
    for (const { id, reason } of flakes) console.log(`  ${id}  ${reason}`);
    const minutes = (summary.durationMs / 60_000).toFixed(1);
    const figures = `${flakes.length} of ${summary.cases} verdicts ever differed, ${summary.late} late stanzas`;
    console.log(`${target}: ${figures}; ${repetitions} repetitions, seed ${seed}, ${minutes} min`);
    isProven &&= flakes.length === 0;
  }
} finally {
  for (const burner of burners) burner.kill();
  rmSync(directory, { recursive: true, force: true });
}
process.exitCode = isProven ? 0 : 1;
