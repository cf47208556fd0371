// A build of another commit, in a worktree that is removed.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/** Checks the commit out below `directory` and builds it. Resolves with the checkout; `remove` removes it. Rejects when it cannot. */
export async function checkOut(commit, { root, directory, signal }) {
  const path = join(directory, 'checkout');
  const git = (...args) => run('git', ['-C', root, ...args]);
  const remove = () => git('worktree', 'remove', '--force', path).catch(() => undefined);
  try {
    await git('worktree', 'add', '--detach', path, commit);
    signal.throwIfAborted();
    if (isDeepStrictEqual(packagesOf(root), packagesOf(path)))
      symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'));
    else
      await run('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'], {
        cwd: path,
        signal,
      });
    await run('npm', ['run', 'build', '--silent'], { cwd: path, signal });
    return { path, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The packages of the lock file. Its entry for the project itself says nothing more. */
function packagesOf(checkout) {
  const { packages } = JSON.parse(readFileSync(join(checkout, 'package-lock.json'), 'utf8'));
  return Object.fromEntries(Object.entries(packages).filter(([path]) => path !== ''));
}

/** Runs a command in a process group of its own, so that Ctrl-C leaves it to `signal`. Rejects when it fails. */
async function run(file, args, { cwd, signal } = {}) {
  const child = spawn(file, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr = (stderr + text).slice(-4000);
  });
  const stop = () => process.kill(-child.pid, 'SIGTERM');
  signal?.addEventListener('abort', stop);
  const [status] = await once(child, 'close');
  signal?.removeEventListener('abort', stop);
  signal?.throwIfAborted();
  if (status !== 0) throw new Error(`"${file} ${args.join(' ')}" failed: ${stderr.trim()}`);
}
