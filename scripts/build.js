// Builds dist from src: `npm run build` always, `--if-changed` when the source is newer than the build. A new directory
// replaces dist, so that a deleted module is in no package. npm runs it before it packs the package and after it installs
// a checkout; without TypeScript (npm ci --omit=dev) `--if-changed` only says so. The build also computes the cases of the
// shipped scenarios (src/prepared); files that change later are read as they are.

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...path) => join(ROOT, ...path);

/** Replaces dist when it is complete, so that a program that runs meanwhile finds its modules. */
const FRESH = at('dist.new');

/** Its time is that of the build. */
const BUILT = at('dist', '.built');

const changedAt = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** Directories count too: the removal of a file changes only its directory. */
function newestBelow(directory) {
  const names = readdirSync(directory, { recursive: true });
  return Math.max(changedAt(directory), ...names.map((name) => changedAt(join(directory, name))));
}

/** Whether something that dist is made from has changed since it was built. */
function hasChanged() {
  const files = [
    'tsconfig.json',
    'tsconfig.build.json',
    'tsconfig.types.json',
    'package-lock.json',
    join('scripts', 'build.js'),
  ];
  return changedAt(BUILT) < Math.max(newestBelow(at('src')), ...files.map((file) => changedAt(at(file))));
}

/** The compiler; undefined when development dependencies are not installed. */
function findCompiler() {
  try {
    const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
    return join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.tsc);
  } catch {
    return undefined;
  }
}

/** Whether the code is for a package, which CI downloads for each job: without white space, in lines of some 1000 characters, for stack traces. */
const isDense = process.argv.includes('--dense');

async function writeDensely(directory) {
  const { transform } = await import('esbuild');
  const options = {
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 1000,
    format: 'esm',
    target: 'node20',
    charset: 'utf8',
  };
  for (const name of readdirSync(directory, { recursive: true }).filter((one) => one.endsWith('.js'))) {
    const file = join(directory, name);
    writeFileSync(file, (await transform(readFileSync(file, 'utf8'), options)).code);
  }
}

async function build(compiler) {
  rmSync(FRESH, { recursive: true, force: true });
  // Changes that are made while the compiler runs are newer.
  mkdirSync(FRESH);
  writeFileSync(join(FRESH, '.built'), '');
  // The code, and the types of what programs import.
  for (const project of ['tsconfig.build.json', 'tsconfig.types.json']) {
    const args = [compiler, '-p', at(project), '--outDir', FRESH];
    // Standard output belongs to the command that follows.
    const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
    if (status !== 0) return false;
  }
  if (isDense) await writeDensely(FRESH);
  // The files that the browser loads are not compiled.
  cpSync(at('src', 'report', 'html', 'browser'), join(FRESH, 'report', 'html', 'browser'), { recursive: true });
  const { writePrepared } = await import(pathToFileURL(join(FRESH, 'scenario', 'write-prepared.js')).href);
  writePrepared(join(FRESH, 'prepared'), at('scenarios'));
  rmSync(at('dist'), { recursive: true, force: true });
  renameSync(FRESH, at('dist'));
  return true;
}

const isOptional = process.argv.includes('--if-changed');
if (!isOptional || hasChanged()) {
  const compiler = findCompiler();
  if (compiler === undefined) {
    console.error('dist is not built: TypeScript is not installed; run npm ci --include=dev');
    process.exitCode = isOptional ? 0 : 1;
  } else if (!(await build(compiler))) process.exitCode = 1;
}
