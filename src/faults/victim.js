// A process that runs `xmppspec run` again and again, each time with the arguments that its parent sends, and answers with
// what came of it. It runs the build, as the command line does.

import { setTimeout as delay } from 'node:timers/promises';
import { parse } from '../../dist/cli/command-line/parser.js';
import { errorExit } from '../../dist/cli/ending/exit-code.js';
import { errorText } from '../../dist/cli/known-errors.js';
import { runCommand } from '../../dist/cli/run-command.js';
import { readWitness, startWitness } from './witness.js';

/** Time for sockets that both sides have closed to vanish from the list. */
const SETTLE_MS = 500;
const STEP_MS = 10;

const complaints = [];
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (error) => complaints.push(`${event}: ${error?.stack ?? error}`));

const write = process.stderr.write.bind(process.stderr);
let words = '';
process.stderr.write = (text, ...rest) => {
  words += text;
  return write(text, ...rest);
};

async function runOnce(args) {
  startWitness();
  words = '';
  const began = performance.now();
  process.exitCode = undefined;
  await parse(['run', ...args], {
    commands: [runCommand],
    version: '',
    lang: 'en',
    translation: undefined,
    columns: 80,
  }).catch((error) => {
    process.exitCode = errorExit(error);
    words += errorText(error).text;
  });
  const durationMs = performance.now() - began;
  for (let waited = 0; readWitness().openSockets > 0 && waited < SETTLE_MS; waited += STEP_MS) await delay(STEP_MS);
  globalThis.gc?.();
  return {
    code: process.exitCode,
    durationMs,
    stderr: words,
    ...readWitness(),
    heapBytes: process.memoryUsage().heapUsed,
  };
}

process.on('message', async ({ args }) => {
  const ran = await runOnce(args);
  process.send({ pid: process.pid, ...ran, complaints: complaints.splice(0) });
});
process.on('disconnect', () => process.exit(0));
