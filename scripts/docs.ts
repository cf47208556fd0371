// Builds the documentation site into docs/site/dist: pages from the files of the repository, pictures from a run, and VitePress.
// `npm run docs -- --no-pictures` puts a dot in place of each picture, for a machine without Chromium.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writePages } from '../docs/site/sources.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SITE = join(ROOT, 'docs', 'site');
const PAGES = join(SITE, 'pages');
const PROGRAM = join(ROOT, 'bin', 'xmppspec.js');
const CHROMIUM = '/usr/bin/chromium';

/** The fault of the server in the pictures, and the cases that are run. */
const FAULT = 'rfc6121-2.3.3-c/all-taken';
const CASES = ['2', '3.1.2'];

const changedAt = (path: string) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** Runs a program, whose output is shown. Ends with 1 if it fails. */
function run(file: string, ...args: readonly string[]): void {
  const { status, error } = spawnSync(file, args, { cwd: ROOT, stdio: 'inherit' });
  if (status === 0) return;
  console.error(`"${[file, ...args].join(' ')}" failed${error ? `: ${error.message}` : ''}; see above`);
  process.exit(1);
}

/** Installs the packages of the site, if they are missing or older than its lock file. */
function install(): void {
  if (changedAt(join(SITE, 'node_modules/.package-lock.json')) >= changedAt(join(SITE, 'package-lock.json'))) return;
  console.log('npm ci installs the packages of docs/site');
  run('npm', 'ci', '--prefix', SITE);
}

/** Runs xmppspec in a directory. A case that fails is what the pictures show. */
function xmppspec(cwd: string, ...args: readonly string[]): void {
  const env = { ...process.env, LC_ALL: '', LC_MESSAGES: 'C', XDG_STATE_HOME: cwd };
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { cwd, env, encoding: 'utf8' });
  if (status !== 0 && status !== 1) throw new Error(`xmppspec ${args.join(' ')}: exit code ${status}\n${stderr}`);
}

/** Reports of the reference server with the fault and without it, and a site of both. */
function makeReports(directory: string): void {
  const port = 20_000 + (process.pid % 10_000);
  const serve = `'${process.execPath}' '${PROGRAM}' serve --port ${port} --mutant '${FAULT}'`;
  const server = [
    '-t',
    `xmpp://127.0.0.1:${port}`,
    '-d',
    'xmppspec.localhost',
    '--plaintext',
    '--server-command',
    serve,
  ];
  xmppspec(directory, 'run', ...CASES, ...server, '-r', 'html=report.html', '-r', 'json=faulty.json');
  xmppspec(directory, 'run', ...CASES, '-t', 'reference', '-r', 'json=reference.json');
  xmppspec(directory, 'site', 'board', 'faulty=faulty.json', 'reference=reference.json');
}

interface Shot {
  readonly file: string;
  readonly width?: number;
  readonly height: number;
}

/** The pictures by name. The report is in both languages, the board has a page for each. */
const shots = (lang: 'en' | 'zh'): Readonly<Record<string, Shot>> => ({
  report: { file: `report.html?lang=${lang}`, height: 760 },
  finding: { file: `report.html?lang=${lang}#req-rfc6121-2.3.3-c`, height: 960 },
  board: { file: `board/${lang === 'zh' ? 'zh/' : ''}index.html#scoreboard`, height: 760 },
  phone: { file: `report.html?lang=${lang}`, width: 390, height: 760 },
});

/** Where the pictures of a language are, with the language that they show: English where no font has Chinese characters. */
function folders(): readonly (readonly [lang: 'en' | 'zh', folder: string])[] {
  const hasChinese = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).stdout?.trim() !== '';
  if (!hasChinese) console.log('no font has Chinese characters: the Chinese pages get the English pictures');
  return [
    ['en', join(PAGES, 'images')],
    [hasChinese ? 'zh' : 'en', join(PAGES, 'zh', 'images')],
  ];
}

async function takePictures(directory: string): Promise<void> {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  for (const [lang, folder] of folders()) {
    mkdirSync(folder, { recursive: true });
    for (const [name, { file, width = 1200, height }] of Object.entries(shots(lang))) {
      const page = await browser.newPage({ viewport: { width, height } });
      await page.goto(`file://${join(directory, file)}`);
      await page.screenshot({ path: join(folder, `${name}.png`) });
      await page.close();
    }
  }
  await browser.close();
}

/** A dot in place of each picture. */
function leaveOutPictures(): void {
  const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
  for (const folder of ['images', 'zh/images'].map((name) => join(PAGES, name))) {
    mkdirSync(folder, { recursive: true });
    for (const name of Object.keys(shots('en'))) writeFileSync(join(folder, `${name}.png`), Buffer.from(dot, 'base64'));
  }
}

async function makePictures(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'xmppspec-docs-'));
  try {
    makeReports(directory);
    await takePictures(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const wantsPictures = !process.argv.includes('--no-pictures');
if (wantsPictures && !existsSync(CHROMIUM)) {
  console.error('chromium is not installed; run apt-get install chromium, or npm run docs -- --no-pictures');
  process.exit(1);
}
install();
writePages(ROOT, PAGES);
if (wantsPictures) await makePictures();
else leaveOutPictures();
run(process.execPath, join(SITE, 'node_modules/vitepress/bin/vitepress.js'), 'build', SITE);
console.log(`the site is in ${join('docs', 'site', 'dist')}`);
