// The HTML report, the matrix and the grid of servers in a real browser: Debian's Chromium, headless, without a network.

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { problemText } from '../wording/problems.ts';
import { FAILING, makePages, PAGES, PASSING } from './html.test-kit.ts';

const CHROMIUM = '/usr/bin/chromium';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const isInstalled = existsSync(CHROMIUM);
if (!isInstalled) {
  const message = problemText({ kind: 'not-installed', program: 'chromium', debianPackage: 'chromium' }, 'en');
  if (process.env['CI'] === 'true') throw new Error(message);
  console.warn(`skipped: ${message}`);
}

/** Two launches of prosody and one of the reference. The bound allows for a busy machine. */
const TIMEOUT_MS = 600_000;

interface Opening {
  readonly hash?: string;
  readonly javaScriptEnabled?: boolean;
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
}

describe.skipIf(!isInstalled)('in a browser', { timeout: TIMEOUT_MS }, () => {
  let directory: string;
  let browser: Browser;
  let page: Page;
  const told: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'xmppspec-html-test-'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    await makePages(directory);
  }, TIMEOUT_MS);
  afterAll(async () => {
    await browser.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function open(name: keyof typeof PAGES, { hash = '', ...options }: Opening = {}) {
    const url = `file://${join(directory, PAGES[name])}`;
    page = await browser.newPage(options);
    page.on('console', (message) => told.push(message.text()));
    page.on('pageerror', (error) => told.push(String(error)));
    page.on('request', (request) => request.url().startsWith(url) || requests.push(request.url()));
    await page.goto(`${url}${hash}`);
  }

  afterEach(async () => {
    await page.close();
    expect({ told: told.splice(0), requests: requests.splice(0) }).toEqual({ told: [], requests: [] });
  });

  async function unfoldAll() {
    await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
    await expect.poll(() => page.locator('details.case:not(:has(h4))').count()).toBe(0);
  }

  const linked = (hash: string) => page.locator(`details.case[open][id="${hash.slice(1)}"]`);

  test('the report filters its cases, and its address keeps the filter', async () => {
    expect(statSync(join(directory, PAGES.report)).size).toBeLessThan(5_000_000);
    await open('report');
    const shown = () => page.locator('details.case:not([hidden])').count();
    const all = await shown();
    await page.locator('form.filter input[name=outcome][value=failed]').check();
    expect(await shown()).toBeGreaterThan(0);
    expect(await shown()).toBeLessThan(all);
    expect(new URL(page.url()).hash).toContain('outcome=failed');
    await page.locator('form.filter input[name=q]').fill('empty-group');
    expect(await page.locator('details.case:not([hidden])').first().textContent()).toContain('refused[empty-group]');
  });

  test.each([
    ['to ', FAILING, FAILING],
    ['to ', PASSING, PASSING],
    ['with the id itself, ', '#case-rfc6121/2.3.3/refused[empty-group]', FAILING],
    ['that is encoded, ', '#case-rfc6121%2F2.3.2%2Fadd', PASSING],
    ['that leaves one case, ', '#outcome=passed&q=stores+answers+pushes+interested', PASSING],
  ])('a link %s%s opens the case and its diagram', async (_, hash, anchor) => {
    await open('report', { hash });
    await linked(anchor).locator('svg').first().waitFor();
  });

  test.each([
    ['one that passed', 'report', PASSING, 'Create the item in the roster when a valid set arrives', '名册设置合法时'],
    ['one of many that failed', 'crowd', '#case-rfc6121/2.3.3/crowd:row-299', 'jid="nurse@localhost"', 'bad-request'],
  ] as const)('a case unfolds by a click to all there is: %s', async (_, name, anchor, ...texts) => {
    await open(name);
    const unfolded = page.locator(`details.case[id="${anchor.slice(1)}"]`);
    expect(await unfolded.locator('svg').count()).toBe(0);
    await unfolded.locator('summary').first().click();
    await unfolded.locator('svg.seq').waitFor();
    const told = (await unfolded.textContent()) ?? '';
    for (const text of [...texts, 'xmppspec run ', '<iq type="set"']) expect(told).toContain(text);
  });

  test('the XML of an arrow shows beside it, and below the diagram after a click', async () => {
    await open('report', { hash: PASSING });
    const arrow = linked(PASSING).locator('svg a').first();
    const [peek, panel] = [page.getByRole('tooltip'), linked(PASSING).locator('.chosen-xml')];
    await arrow.hover();
    expect(await peek.textContent()).toContain('<query xmlns="jabber:iq:roster">');
    await arrow.click();
    expect(await panel.textContent()).toContain('<query xmlns="jabber:iq:roster">');
    expect([await peek.isVisible(), await arrow.getAttribute('aria-expanded')]).toEqual([false, 'true']);
    await arrow.focus();
    await page.keyboard.press('Enter');
    expect(await panel.count()).toBe(0);
    await page.keyboard.press('Tab');
    expect(await peek.isVisible()).toBe(true);
  });

  test('going back restores the filter, and a filter without matches leaves no blank field', async () => {
    await open('report');
    const hidden = page.locator('details.case[hidden]');
    await page.locator('#tables td a').first().click();
    expect(await hidden.count()).toBeGreaterThan(0);
    await page.goBack();
    expect(await hidden.count()).toBe(0);
    const chapter = () => page.locator('select[name=chapter] option:checked').allTextContents();
    for (const [asked, shown] of [
      ['chapter=2', /^2 /],
      ['outcome=nonsense&chapter=99', /^any$/],
    ] as const) {
      await page.evaluate(`location.hash = '${asked}'`);
      await expect.poll(async () => (await chapter()).join()).toMatch(shown);
    }
  });

  test.each(['report', 'zhReport', 'matrix', 'zhMatrix', 'federation', 'zhFederation'] as const)(
    '%s does not scroll sideways on a phone',
    async (name) => {
      await open(name, { hash: FAILING, viewport: { width: 390, height: 844 } });
      await unfoldAll();
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    },
  );

  test('no text of a diagram exceeds it', async () => {
    await open('report');
    await unfoldAll();
    const outside = `[...document.querySelectorAll('svg.seq text')].filter((text) => {
      const { x, width } = text.getBBox();
      return x < 0 || x + width > text.ownerSVGElement.viewBox.baseVal.width;
    }).map((text) => text.textContent)`;
    expect(await page.evaluate(outside)).toEqual([]);
  });

  test('the report is readable without JavaScript', async () => {
    await open('report', { javaScriptEnabled: false });
    const text = (await page.locator('main').allInnerTexts()).join('\n');
    expect(text).toContain('The server refuses a roster set with an empty group');
    expect(text).toContain('rfc6121-2.3.3-f');
  });

  test('printing unfolds every failure and folds it again', async () => {
    await open('report');
    await page.evaluate("document.querySelectorAll('details.case').forEach((element) => { element.open = false; })");
    const opened = "document.querySelectorAll('details.case[open]:has(.failure):has(svg)').length";
    await page.evaluate(`addEventListener('beforeprint', () => { document.title = ${opened}; })`);
    await page.pdf();
    const failing = page.locator('details.case:is([data-outcome=failed], [data-outcome=warned])');
    expect(await page.title()).toBe(String(await failing.count()));
    expect(await failing.count()).toBeGreaterThan(0);
    expect(await page.locator('details.case[open]').count()).toBe(0);
  });

  test('the printed page is white and has no controls', async () => {
    await open('report', { hash: FAILING, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.locator('main h2').first().isVisible()).toBe(true);
    for (const control of ['.contents', '.filter', '.top', '.case details:not([open]) > summary'])
      expect(await page.locator(control).first().isVisible(), control).toBe(false);
  });

  test('the matrix can hide the rows in which servers agree, without JavaScript', async () => {
    await open('matrix', { javaScriptEnabled: false });
    const rows = async () => {
      const texts = await page.locator('main tbody tr:visible').allInnerTexts();
      return texts.map((text) => text.split('\t').map((cell) => cell.trim()));
    };
    // A choice that one server alone has shown is no difference.
    const isDiffering = (cells: readonly string[]) => !cells.includes('none observed') && cells.at(-1) !== cells.at(-2);
    const all = await rows();
    const differing = all.filter(isDiffering);
    expect(differing.length).toBeGreaterThan(0);
    expect(differing.length).toBeLessThan(all.length);
    await page.getByLabel('only differences').check();
    expect(await rows()).toEqual(differing);
  });

  test.each([
    ['report', 'en', 'light', FAILING],
    ['report', 'en', 'dark', FAILING],
    ['zhReport', 'zh-Hans', 'light', FAILING],
    ['matrix', 'en', 'light', ''],
    ['matrix', 'en', 'dark', ''],
    ['zhMatrix', 'zh-Hans', 'light', ''],
    ['federation', 'en', 'light', ''],
    ['federation', 'en', 'dark', ''],
    ['zhFederation', 'zh-Hans', 'light', ''],
  ] as const)('%s (%s, %s) has no serious finding of accessibility', async (name, lang, colorScheme, hash) => {
    await open(name, { colorScheme, hash });
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
    for (const arrow of (await page.locator('details.case[open] svg a').all()).slice(0, 1)) await arrow.click();
    await page.evaluate(axe);
    const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
      violations: { id: string; impact: string; nodes: { html: string }[] }[];
    };
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});
