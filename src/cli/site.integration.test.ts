// `xmppspec site` as a user runs it, on reports of real runs, and the site in a browser: Debian's Chromium, headless.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idsIn, staticMarkupOf } from '../report/html/packs.test-kit.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { chapterOf } from '../spec/sections.ts';
import { problemText } from '../wording/problems.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';
import { SMALL_TARGETS } from './html.test-kit.ts';

const CHROMIUM = '/usr/bin/chromium';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const isInstalled = existsSync(CHROMIUM) && existsSync('/usr/bin/prosody');
if (!isInstalled) {
  const message = problemText({ kind: 'not-installed', program: 'chromium', debianPackage: 'chromium prosody' }, 'en');
  if (process.env['CI'] === 'true') throw new Error(message);
  console.warn(`skipped: ${message}`);
}

/** Some fail on prosody, some warn, and a feature that it announces. */
const SELECTORS = ['2.3', '2.5', '3.4', 'A.2.1'];
const requirements = loadRequirements();
/** A page of each kind. */
const KINDS = [
  'index.html',
  'trunk.html',
  'event/index.html',
  'event/federation.html',
  'event/reference+reference-noisy.html',
];

test('arguments that make no site are refused in plain words, and nothing is written', async () => {
  const directory = temporaryDirectory();
  const [none, file] = [join(directory, 'none.json'), join(directory, 'a.json')];
  writeFileSync(file, '{"schema": 1}');
  for (const [args, message] of [
    [['site', join(directory, 'out'), none], /there is no such file/],
    [['site', join(directory, 'out'), file], /expected a report of --reporter json=FILE/],
    [['site', file, file], /expected a directory for the site, got the file/],
    [['site', join(directory, 'out')], /^too few arguments; expected xmppspec site /],
  ] as const) {
    const { code, stderr } = await xmppspec(args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  }
  expect(readdirSync(directory)).toEqual(['a.json']);
});

describe.skipIf(!isInstalled)('a site of two servers and of them with each other', () => {
  const directory = mkdtempSync(join(tmpdir(), 'xmppspec-site-test-'));
  const [site, event] = ['site', 'event'].map((name) => join(directory, name)) as [string, string];
  let browser: Browser;
  let said: string;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    const make = (...args: string[]) => xmppspec(args, { XDG_STATE_HOME: directory });
    const at = (name: string) => join(directory, name);
    await Promise.all([
      make('run', ...SELECTORS, '-t', 'reference', '-r', `json=${at('reference.json')}`),
      make('run', ...SELECTORS, '-t', 'prosody', '-r', `json=${at('prosody.json')}`),
    ]);
    await make('federate', 'reference', 'reference-noisy', '-o', event, '-c', '3.1.2');
    const older = JSON.parse(readFileSync(at('prosody.json'), 'utf8'));
    writeFileSync(
      at('older.json'),
      JSON.stringify({ ...older, startedAt: '2020-01-01T00:00:00.000Z', results: older.results.slice(1) }),
    );
    const labelled = [`trunk=${at('prosody.json')}`, `trunk=${at('older.json')}`, `model=${at('reference.json')}`];
    const made = await make('site', site, ...labelled);
    await make('site', join(site, 'event'), event);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    said = made.stdout;
  });
  afterAll(async () => {
    await browser.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function inPage<T>(path: string, options: BrowserContextOptions, work: (page: Page) => Promise<T>): Promise<T> {
    const page = await browser.newPage(options);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => request.url().startsWith(`file://${site}`) || complaints.push(request.url()));
    try {
      await page.goto(`file://${join(site, path)}`);
      const result = await work(page);
      expect(complaints).toEqual([]);
      return result;
    } finally {
      await page.close();
    }
  }

  const pages = () => readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'));

  test('writes a page for each server in both languages, a badge, and says what it wrote', () => {
    expect(readdirSync(site).toSorted()).toEqual(['badges', 'event', 'index.html', 'model.html', 'trunk.html', 'zh']);
    expect(readdirSync(join(site, 'zh')).toSorted()).toEqual(['index.html', 'model.html', 'trunk.html']);
    expect(readdirSync(join(site, 'badges')).toSorted()).toEqual(['model.svg', 'trunk.svg']);
    expect(said).toMatch(/trunk +\d+ of \d+ passed +has \d+ of the \d+ cases of the suite\n/);
    expect(said).toContain(join(site, 'index.html'));
  });

  test('every link into another file leads to an anchor that is there without scripts', () => {
    const texts = new Map(pages().map((file) => [file, staticMarkupOf(readFileSync(join(site, file), 'utf8'))]));
    const ids = new Map([...texts].map(([file, text]) => [file, new Set(idsIn(text))]));
    const dead: string[] = [];
    let anchors = 0;
    for (const [file, text] of texts) {
      for (const [, path = '', anchor] of text.matchAll(/<a [^>]*?href="([^"#]+)(?:#([^"]*))?"/g)) {
        if (/^https?:/.test(path) || path.startsWith('?')) continue;
        const target = join(dirname(file), decodeURIComponent(path));
        const isThere = anchor === undefined ? existsSync(join(site, target)) : ids.get(target)?.has(anchor) === true;
        if (anchor !== undefined) anchors += 1;
        if (!isThere) dead.push(`${file}: ${path}#${anchor}`);
      }
    }
    expect(dead).toEqual([]);
    expect(anchors).toBeGreaterThan(300);
  });

  test('every cell of a server that says something of a rule, of a case or of a choice is a link', async () => {
    const unlinked = await inPage('index.html', {}, (page) =>
      page.evaluate<string[]>(`[...document.querySelectorAll('.sides tbody td')]
        .filter((cell) => !cell.matches('.wide, .none') && cell.querySelector('a') === null)
        .map((cell) => cell.textContent.trim())`),
    );
    // A server on which no case observed a choice.
    expect(unlinked.filter((text) => text !== 'none observed')).toEqual([]);
  });

  test('a mark on the scoreboard leads to the rule on the page of the server', async () => {
    const href = await inPage('index.html', {}, (page) =>
      page.locator('#requirements td a').first().getAttribute('href'),
    );
    const shown = await inPage(href ?? '', {}, async (page) => {
      const id = href?.split('#')[1];
      const rule = page.locator(`details.finding[open]:has([id="${id}"]), tr[id="${id}"]`).first();
      await rule.waitFor();
      return rule.isVisible();
    });
    expect(shown).toBe(true);
  });

  /** The badge of each requirement in the list of a server. */
  async function verdictsOn(file: string): Promise<ReadonlyMap<string, string>> {
    return inPage(`${file}#row-rfc6121-2.3.3-c`, {}, async (page) => {
      const rows = page.locator('.requirements tbody tr');
      await expect.poll(() => rows.count()).toBe(requirements.size);
      const script = `[...document.querySelectorAll('.requirements tbody tr')].map((row) => [
        row.querySelector('th code').textContent, row.querySelector('.badge').className.replace(/.*o-/, '')])`;
      return new Map((await page.evaluate(script)) as [string, string][]);
    });
  }

  test.each([
    ['trunk', 1],
    ['model', 2],
  ] as const)('the totals of %s are those of its page', async (name, column) => {
    const verdicts = await verdictsOn(`${name}.html`);
    const countIn = (isInside: (id: string) => boolean, wanted: string) =>
      [...verdicts].filter(([id, verdict]) => isInside(id) && verdict === wanted).length;
    const rows = await inPage('index.html', {}, async (page) => {
      const texts = await page.locator('#scoreboard tbody tr:not(.group)').allInnerTexts();
      return texts.map((text) => text.split('\t').map((cell) => cell.replace(/\s+/g, ' ').trim()));
    });
    let compared = 0;
    for (const [heading = '', ...cells] of rows) {
      const of = heading.replace(/^≠ (servers differ )?/, '').split(' ')[0] ?? '';
      const isInside = insideOf(heading, of);
      const cell = cells[column - 1] ?? '';
      if (isInside === undefined || !/\d+\/\d+/.test(cell)) continue;
      compared += 1;
      const [met, failed, warned] = ['passed', 'failed', 'warned'].map((verdict) => countIn(isInside, verdict));
      const number = (sign: string) => Number(new RegExp(`${sign} (\\d+)`).exec(cell)?.[1] ?? 0);
      expect([/(\d+)\//.exec(cell)?.[1], /\/(\d+)/.exec(cell)?.[1]].map(Number), heading).toEqual([
        met,
        (met ?? 0) + (failed ?? 0) + (warned ?? 0),
      ]);
      expect([number('✗'), number('▲')], heading).toEqual([failed, warned]);
    }
    expect(compared).toBeGreaterThan(6);
    const [cases = ''] = rows
      .filter(([heading]) => heading?.startsWith('Cases passed'))
      .map((row) => row[column] ?? '');
    const totals = await inPage(`${name}.html`, {}, (page) => page.locator('.totals').first().textContent());
    expect(totals).toContain(`${/^(\d+)\//.exec(cases)?.[1]} passed`);
  });

  function insideOf(heading: string, of: string): ((id: string) => boolean) | undefined {
    const rule = (id: string) => requirements.get(id);
    if (heading.startsWith('All requirements')) return () => true;
    if (heading.startsWith('Cases passed')) return undefined;
    if (heading.startsWith('of no feature')) return (id) => rule(id)?.feature === 'none';
    return /^([1-9]\d*|[A-E])$/.test(of)
      ? (id) => chapterOf(rule(id)?.rfc ?? '') === of
      : (id) => rule(id)?.feature === of;
  }

  test('a server with an older report has a line, and what the older one lacks is said', async () => {
    const text = await inPage('index.html', {}, (page) => page.locator('#history').textContent());
    expect(text).toContain('1 case only in this report');
    expect(text).toContain('2020-01-01');
    expect(await inPage('index.html', {}, (page) => page.locator('svg.trend').count())).toBe(1);
  });

  test('the grid of federate is in the site, with its reports', async () => {
    const cells = await inPage('event/index.html', {}, (page) => page.locator('.interop td').allInnerTexts());
    expect(cells).toHaveLength(4);
    expect(cells.filter((cell) => cell.includes('only together'))).toHaveLength(2);
    expect(cells.filter((cell) => cell.includes('own'))).toHaveLength(2);
    expect(existsSync(join(site, 'event', 'reference+reference-noisy.html'))).toBe(true);
  });

  test('the language changes without scripts', async () => {
    await inPage('index.html', { javaScriptEnabled: false }, async (page) => {
      await page.locator('nav.site a[hreflang=zh-Hans]').click();
      expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
      await page.locator('nav.site a[hreflang=en]').click();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
    });
  });

  test.each([true, false])('each page shows one way to the other language (scripts: %s)', async (javaScriptEnabled) => {
    for (const path of KINDS) {
      await inPage(path, { javaScriptEnabled }, async (page) => {
        const links = page.locator('nav :is([hreflang=zh-Hans], [data-lang=zh]):visible');
        expect(await links.count(), path).toBe(1);
        await links.click();
        await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-Hans');
      });
    }
  });

  test('the box hides the rows in which servers agree', async () => {
    await inPage('index.html', { javaScriptEnabled: false }, async (page) => {
      const rows = page.locator('#scoreboard tr.same:visible');
      expect(await rows.count()).toBeGreaterThan(0);
      await page.getByLabel('only differences').check();
      expect(await rows.count()).toBe(0);
      expect(await page.locator('#scoreboard tr.other:visible').count()).toBeGreaterThan(0);
    });
  });

  test.each(KINDS)('every target of %s is large enough for a finger', async (path) => {
    for (const width of [1280, 390]) {
      const small = await inPage(path, { viewport: { width, height: 844 } }, (page) =>
        page.evaluate<string[]>(SMALL_TARGETS),
      );
      expect(small).toEqual([]);
    }
  });

  test.each(KINDS)('%s is cut off on no side of a sheet', async (path) => {
    // A4 without its margins, at 96 pixels an inch.
    await inPage(path, { viewport: { width: 703, height: 1000 } }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    });
  });

  test.each(KINDS)('%s prints on six sheets at most', async (path) => {
    const pdf = await inPage(path, {}, async (page) => (await page.pdf({ format: 'A4' })).toString('latin1'));
    const sheets = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(sheets).toBeGreaterThan(0);
    expect(sheets).toBeLessThanOrEqual(6);
  });

  test('the other language lays out nothing that is folded', async () => {
    const objectsOf = (query: string, tag: string) =>
      inPage(`trunk.html${query}`, {}, async (page) => {
        await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(tag);
        const client = await page.context().newCDPSession(page);
        await client.send('Performance.enable');
        const { metrics } = await client.send('Performance.getMetrics');
        return metrics.find(({ name }) => name === 'LayoutObjects')?.value ?? Number.NaN;
      });
    // Both views are laid out once; what is folded in one of them would be a part of a third.
    expect(await objectsOf('?lang=zh', 'zh-Hans')).toBeLessThan(2.2 * (await objectsOf('', 'en')));
  });

  test('a narrow screen has the columns of servers beside the heading of a row, which says the rest', async () => {
    const texts = (width: number) =>
      inPage('index.html', { viewport: { width, height: 844 } }, (page) =>
        page.locator('#tables .grid').first().locator('tr').nth(1).locator(':is(th, td):visible').allInnerTexts(),
      );
    const [phone, desk] = [await texts(390), await texts(1280)];
    expect(phone).toHaveLength(3);
    expect(desk.length).toBeGreaterThan(3);
    for (const text of desk.slice(1, -2)) expect(phone[0]).toContain(text);
  });

  test.each(['index.html', 'zh/index.html', 'event/index.html'])(
    '%s does not scroll sideways on a phone, and its first column stays in sight',
    async (path) => {
      await inPage(path, { viewport: { width: 390, height: 844 } }, async (page) => {
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
        const box = page.locator('.scroll:has(> .sides)').first();
        await box.evaluate((element) => element.scrollTo(9999, 0));
        const heading = box.locator('tbody th[scope=row]').first();
        expect((await heading.boundingBox())?.x).toBeGreaterThanOrEqual(0);
      });
    },
  );

  test('the heads of columns stay in sight on a wide screen', async () => {
    await inPage('index.html', { viewport: { width: 1280, height: 700 } }, async (page) => {
      await page.locator('#scoreboard tbody tr').last().scrollIntoViewIfNeeded();
      const head = await page.locator('#scoreboard thead th').nth(1).boundingBox();
      expect(head?.y).toBeGreaterThanOrEqual(0);
    });
  });

  test.each(
    [...KINDS, ...KINDS.map((path) => join(dirname(path), 'zh', basename(path)))].flatMap((path) => [
      [path, 'light'] as const,
      [path, 'dark'] as const,
    ]),
  )('%s (%s) has no finding of accessibility', async (path, colorScheme) => {
    await inPage(path, { colorScheme }, async (page) => {
      await page.evaluate(axe);
      const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
        violations: { id: string; nodes: { html: string }[] }[];
      };
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    });
  });
});
