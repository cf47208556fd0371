// One measured run.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { startDelayProxy } from '../delay-proxy.js';
import { launchDefault } from './default-servers.js';
import { DEFAULTS } from './options.js';

const COUNTERS = fileURLToPath(new URL('./counters.js', import.meta.url));

/**
 * Runs the cases of `cell` (target, jobs, latency, selectors, sample) with the program of the checkout at `root`, on a server of
 * its own. Resolves with what it cost; rejects with an error of one line when the run did not finish, or was stopped.
 */
export async function measure(root, cell, { directory, signal }) {
  if (!DEFAULTS.includes(cell.target)) return runOn(root, cell, { directory, signal, args: ['-t', cell.target] });
  const server = await launchDefault(cell.target, signal);
  const proxies = [];
  try {
    const reached = async (address) => {
      if (cell.latency === 0) return address;
      const proxy = await startDelayProxy({ ...address, delayMs: cell.latency });
      proxies.push(proxy);
      return proxy;
    };
    const place = { client: await reached(server.address), component: await reached(server.component) };
    const external = { args: externalArguments(server, place, directory), secret: server.component.secret };
    return await runOn(root, cell, { directory, signal, ...external, serverCpuMs: server.cpuMs });
  } finally {
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await server.stop();
  }
}

/** The options by which a user reaches a server of one's own. */
function externalArguments({ address, component }, place, directory) {
  const ca = join(directory, 'ca.pem');
  writeFileSync(ca, address.ca);
  const remote = `component://${place.component.host}:${place.component.port}/${component.domain}`;
  const target = ['-t', `xmpp://${place.client.host}:${place.client.port}`, '-d', address.domain, '--ca', ca];
  return [...target, '--provision', 'in-band', '--remote', remote];
}

async function runOn(
  root,
  { jobs, latency, selectors, sample },
  { directory, signal, args, secret = '', serverCpuMs },
) {
  const [report, counts] = [join(directory, 'report.json'), join(directory, 'counts.json')];
  for (const file of [report, counts]) rmSync(file, { force: true });
  const program = ['--import', COUNTERS, join(root, 'bin', 'xmppspec.js'), 'run', ...selectors];
  const env = {
    ...process.env,
    XDG_STATE_HOME: directory,
    XMPPSPEC_REMOTE_SECRET: secret,
    XMPPSPEC_BENCH_COUNTS: counts,
  };
  const serverBegan = serverCpuMs?.() ?? 0;
  const began = performance.now();
  const part = sample === undefined ? [] : ['--shard', `1/${sample}`];
  const parallel = jobs === 'default' ? [] : ['-j', String(jobs)];
  const options = [...args, ...part, ...parallel, '-r', `json=${report}`];
  const stderr = await finished(
    spawn(process.execPath, [...program, ...options], { cwd: root, env, detached: true }),
    signal,
  );
  const wallMs = performance.now() - began;
  const serverMs = serverCpuMs === undefined ? undefined : serverCpuMs() - serverBegan;
  try {
    const { summary, results } = JSON.parse(readFileSync(report, 'utf8'));
    const caseMs = results.reduce((sum, { durationMs }) => sum + durationMs, 0) / results.length;
    const counted = JSON.parse(readFileSync(counts, 'utf8'));
    const inRow = latency === 0 ? undefined : caseMs / latency;
    return { ...counted, wallMs, serverMs: serverMs ?? summary.cpu?.serverMs, summary, inRow };
  } catch (error) {
    throw new Error(`the run did not finish: ${stderr.trim().split('\n').at(-1) || error.message}`);
  }
}

/**
 * Waits for the end of the process, which cleans up when it is stopped. It has a process group of its own: a second signal,
 * from the terminal, would end it at once. Resolves with its standard error.
 */
async function finished(child, signal) {
  let stderr = '';
  child.stdout.resume();
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr = (stderr + text).slice(-4000);
  });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  await once(child, 'close');
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return stderr;
}
