// Before `npm start` and `npm test`: installs packages when they are missing or older than the lock file, and builds
// when the source has changed. Plain Node without packages, since it runs before there are any. Speaks on standard
// error only: standard output belongs to the command that follows.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...path) => join(ROOT, ...path);

/** Written when an installation, or a build, is complete: an interrupted one is done again. */
const INSTALLED = at('node_modules', '.package-lock.json');
const BUILT = at('dist', '.built');

const changedAt = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** Directories count too: removing a file changes nothing else. */
function newestBelow(directory) {
  const names = readdirSync(directory, { recursive: true });
  return Math.max(changedAt(directory), ...names.map((name) => changedAt(join(directory, name))));
}

function run(...command) {
  const [file, ...args] = command;
  const { status, error } = spawnSync(file, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  console.error(`"${command.join(' ')}" failed${error ? `: ${error.message}` : ''}; see above`);
  process.exit(1);
}

function npm(...args) {
  // Under npm, the npm that runs us; by hand, the one on the path.
  const self = process.env.npm_execpath;
  if (self?.endsWith('npm-cli.js')) run(process.execPath, self, ...args);
  else run('npm', ...args);
}

if (changedAt(INSTALLED) < changedAt(at('package-lock.json'))) {
  console.error('installing packages (npm ci)');
  npm('ci', '--include=dev');
}

const inputs = [
  newestBelow(at('src')),
  changedAt(at('tsconfig.json')),
  changedAt(at('tsconfig.build.json')),
  changedAt(INSTALLED),
];
if (changedAt(BUILT) < Math.max(...inputs)) {
  console.error('building (npm run build)');
  npm('run', '--silent', 'build');
  writeFileSync(BUILT, '');
}
