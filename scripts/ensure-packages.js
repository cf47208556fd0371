// Runs before `npm start` and `npm test`: installs packages when they are missing or older than the lock file, unless
// XMPPSPEC_NO_INSTALL=1 is set, and builds when the source has changed. It is plain Node, because it runs before there
// are packages. It writes to standard error only: standard output belongs to the command that follows.

import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...path) => join(ROOT, ...path);

/** Written when an installation is complete: an interrupted one is repeated. */
const INSTALLED = at('node_modules', '.package-lock.json');

const changedAt = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

function run(...command) {
  const [file, ...args] = command;
  const { status, error } = spawnSync(file, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  console.error(`"${command.join(' ')}" failed${error ? `: ${error.message}` : ''}; see above`);
  process.exit(1);
}

function npm(...args) {
  // The npm that runs this script, otherwise the one on the path.
  const self = process.env.npm_execpath;
  if (self?.endsWith('npm-cli.js')) run(process.execPath, self, ...args);
  else run('npm', ...args);
}

if (changedAt(INSTALLED) < changedAt(at('package-lock.json'))) {
  if (process.env.XMPPSPEC_NO_INSTALL === '1') {
    console.error('node_modules is missing or older than package-lock.json; run npm ci, or unset XMPPSPEC_NO_INSTALL');
    process.exit(1);
  }
  console.error(
    'npm ci installs the packages of package-lock.json into node_modules; XMPPSPEC_NO_INSTALL=1 prevents it',
  );
  npm('ci', '--include=dev');
}

run(process.execPath, at('scripts', 'build.js'), '--if-changed');
