// What a run costs, on servers tuned by us and on servers with default settings: `npm run bench -- --help`. Prints figures of
// this machine; nothing is judged by them.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from './bench/measure.js';
import { DEFAULTS, HELP, readOptions } from './bench/options.js';
import { checkOut } from './bench/revision.js';
import { head, labelOf, ratioLine, runLine } from './bench/table.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The cells of the table. The latency of a server that the run launches cannot be changed. */
function cellsOf({ targets, jobs, latencies, selectors, sample }) {
  const isPossible = ({ target, latency }) => latency === 0 || DEFAULTS.includes(target);
  return latencies
    .flatMap((latency) =>
      targets.flatMap((target) => jobs.map((count) => ({ target, latency, jobs: count, selectors, sample }))),
    )
    .filter(isPossible);
}

/** Measures one cell, with both checkouts in turns where there are two, and prints it. */
async function measureCell(cell, { checkouts, turns, tools }) {
  const measured = new Map(checkouts.map((checkout) => [checkout, []]));
  for (let turn = 0; turn < (checkouts.length === 1 ? 1 : turns); turn += 1) {
    for (const checkout of turn % 2 === 0 ? checkouts : checkouts.toReversed()) {
      const one = await measure(checkout.path, cell, tools);
      measured.get(checkout).push(one);
      console.log(runLine(cell, one, checkout.name));
    }
  }
  const [ours, theirs] = checkouts.map((checkout) => measured.get(checkout));
  if (theirs !== undefined) console.log(ratioLine(cell, ours, theirs));
}

async function bench(options, tools) {
  const { against } = options;
  const other = against && (await checkOut(against, { root: ROOT, ...tools }));
  const checkouts = [{ name: '', path: ROOT }];
  if (other !== undefined) checkouts.push({ name: against, path: other.path });
  try {
    console.log(head());
    for (const cell of cellsOf(options)) {
      await measureCell(cell, { checkouts, turns: options.turns, tools }).catch((error) => {
        tools.signal.throwIfAborted();
        console.log(`${labelOf(cell, '')}: ${error.message}`);
      });
    }
  } finally {
    await other?.remove();
  }
}

async function main(args) {
  const options = readOptions(args);
  if (options.isHelp) return console.log(HELP);
  const stopping = new AbortController();
  const directory = mkdtempSync(join(tmpdir(), 'xmppspec-bench-'));
  // A run that is stopped cleans up; its server and the checkout follow.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(name, () => stopping.abort(new Error(`stopped by ${name}`)));
  try {
    await bench(options, { directory, signal: stopping.signal });
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

await main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
