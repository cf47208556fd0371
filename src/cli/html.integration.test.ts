// The HTML report, the matrix and the grid of servers in a real browser: Debian's Chromium, headless, without a network.

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { problemText } from '../wording/problems.ts';
import { FAILING, makePages, PAGES, PASSING, SMALL_TARGETS } from './html.test-kit.ts';

const CHROMIUM = '/usr/bin/chromium';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const isInstalled = existsSync(CHROMIUM);
if (!isInstalled) {
  const message = problemText({ kind: 'not-installed', program: 'chromium', debianPackage: 'chromium' }, 'en');
  if (process.env['CI'] === 'true') throw new Error(message);
  console.warn(`skipped: ${message}`);
}

interface Opening {
  readonly hash?: string;
  readonly javaScriptEnabled?: boolean;
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
}

describe.skipIf(!isInstalled)('in a browser', () => {
  let directory: string;
  let browser: Browser;
  let page: Page;
  const told: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'xmppspec-html-test-'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    await makePages(directory);
  });
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

  /** Unfolds everything, also what is added to the page by that. */
  async function unfoldAll() {
    const left = () =>
      page.evaluate<number>(`(() => {
        for (const each of document.querySelectorAll('details')) each.open = true;
        return document.querySelectorAll('[data-part], details.case:not(:has(h4)):not(:has([data-static]))').length;
      })()`);
    await expect.poll(left, { timeout: 60_000 }).toBe(0);
  }

  /** Unfolds findings, requirements and the cases that failed. */
  async function unfoldSome() {
    const parts = '.finding, .chapter, #failed, #failed .case';
    await page.evaluate(`for (const each of [...document.querySelectorAll('${parts}')].slice(0, 60)) each.open = true`);
    await expect.poll(() => page.locator(':is(.finding, .chapter)[data-part]').count()).toBe(0);
  }

  const linked = (hash: string) => page.locator(`details.case[open][id="${hash.slice(1)}"]`);
  const count = () => page.locator('form.filter output').textContent();

  test('the report opens on its findings, and each unfolds to a case with its diagram', async () => {
    await open('report');
    const finding = page.locator('.finding').first();
    expect(await finding.locator('h3').isVisible()).toBe(true);
    await finding.locator('summary').first().click();
    await finding.locator('svg.seq').waitFor();
    const text = ((await finding.textContent()) ?? '').toLowerCase();
    for (const part of ['sent', 'allowed', 'xmppspec run ', 'rfc 6121']) expect(text).toContain(part);
    // Stanzas that must not arrive stand by themselves, as those at fault, and those of an outcome with its name.
    expect(text).toMatch(/received|at fault|outcome/);
    const link = finding.locator('a[href^="https://www.rfc-editor.org/rfc/rfc6121#"]').first();
    expect(await link.isVisible()).toBe(true);
  });

  test('the link to a finding unfolds it', async () => {
    await open('report');
    const id = await page.locator('.finding').last().getAttribute('id');
    await page.evaluate(`location.hash = ${JSON.stringify(id)}`);
    await page.locator(`.finding[open][id="${id}"] svg.seq`).waitFor();
  });

  test('the language changes without loading the page, the address keeps it, and what was unfolded stays so', async () => {
    await open('report', { hash: PASSING });
    await linked(PASSING).locator('svg').first().waitFor();
    await page.evaluate('window.isSame = true');
    await page.locator('.languages [data-lang=zh]').click();
    await linked(PASSING).locator('svg').first().waitFor();
    const lang = () => page.locator('html').getAttribute('lang');
    expect([await lang(), await page.title(), await page.evaluate('window.isSame')]).toEqual([
      'zh-Hans',
      expect.stringContaining('一致性'),
      true,
    ]);
    expect(new URL(page.url()).searchParams.get('lang')).toBe('zh');
    expect(await linked(PASSING).textContent()).toContain('名册设置合法时');
    expect(await page.locator('#findings h2').textContent()).toBe('问题');
    await page.reload();
    await expect.poll(lang).toBe('zh-Hans');
    await page.locator('.languages [data-lang=en]').click();
    await expect.poll(lang).toBe('en');
    await linked(PASSING).getByText('Create the item in the roster').first().waitFor();
  });

  test('the report filters its cases, and its address keeps the filter', async () => {
    expect(statSync(join(directory, PAGES.report)).size).toBeLessThan(2_000_000);
    await open('report');
    await page.locator('form.filter input[name=outcome][value=failed]').check();
    await expect.poll(count).toMatch(/^[1-9]\d* of \d+ cases shown$/);
    expect(new URL(page.url()).hash).toContain('outcome=failed');
    await page.locator('form.filter input[name=q]').fill('empty-group');
    const first = page.locator('details.case:visible').first();
    await expect.poll(() => first.textContent()).toContain('refused[empty-group]');
    await page.locator('form.filter button').click();
    await expect.poll(count).toMatch(/^(\d+) of \1 cases shown$/);
  });

  test('a filter finds cases that the page leaves out at first', async () => {
    await open('report');
    expect(await page.locator('#passed details.case').count()).toBe(0);
    await page.locator('form.filter input[name=q]').fill('2.3.2/add');
    await page.locator(`details.case[id="${PASSING.slice(1)}"]:visible`).waitFor();
    expect(await page.locator('#failed details.case:visible').count()).toBe(0);
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

  test('a link to a requirement shows its finding, which links to its row', async () => {
    await open('report', { hash: '#req-rfc6121-2.3.3-f' });
    const finding = page.locator('details.finding[open]:has([id="req-rfc6121-2.3.3-f"])');
    await finding.locator('a[href="#row-rfc6121-2.3.3-f"]').first().click();
    await page.locator('tr[id="row-rfc6121-2.3.3-f"]:visible').waitFor();
  });

  test('without scripts, a link to a requirement that is not met shows its finding', async () => {
    await open('report', { hash: '#req-rfc6121-2.3.3-f', javaScriptEnabled: false });
    const finding = page.locator('details.finding:has([id="req-rfc6121-2.3.3-f"]) > summary');
    const { y = -1 } = (await finding.boundingBox()) ?? {};
    expect(y).toBeGreaterThan(-20);
    expect(y).toBeLessThan(700);
    expect(await page.evaluate('scrollY')).toBeGreaterThan(0);
  });

  test('a link to a requirement without a finding shows its row', async () => {
    await open('report', { hash: '#req-rfc6121-2.1.1-a' });
    await page.locator('tr[id="req-rfc6121-2.1.1-a"]:visible').waitFor();
  });

  test.each([
    ['one that passed', 'report', '#passed', PASSING, 'Create the item in the roster when a valid set arrives'],
    ['one of many that failed', 'crowd', '#failed', '#case-rfc6121/2.3.3/crowd:row-299', 'bad-request'],
  ] as const)('a case unfolds by a click to all there is: %s', async (_, name, group, anchor, text) => {
    await open(name);
    await page.locator(`${group} > summary`).click();
    const unfolded = page.locator(`details.case[id="${anchor.slice(1)}"]`);
    await unfolded.waitFor();
    expect(await unfolded.locator('svg').count()).toBe(0);
    await unfolded.locator('summary').first().click();
    await unfolded.locator('svg.seq').waitFor();
    const told = (await unfolded.textContent()) ?? '';
    for (const part of [text, 'xmppspec run ', '<iq type="set"']) expect(told).toContain(part);
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
    await expect.poll(() => hidden.count()).toBeGreaterThan(0);
    await page.goBack();
    await expect.poll(() => hidden.count()).toBe(0);
    const chapter = () => page.locator('select[name=chapter] option:checked').allTextContents();
    for (const [asked, shown] of [
      ['chapter=2', /^2 /],
      ['outcome=nonsense&chapter=99', /^any$/],
    ] as const) {
      await page.evaluate(`location.hash = '${asked}'`);
      await expect.poll(async () => (await chapter()).join()).toMatch(shown);
    }
  });

  test.each(['federation', 'zhFederation'] as const)(
    'a phone shows all of the grid (%s), nothing cut',
    async (name) => {
      await open(name, { viewport: { width: 390, height: 844 } });
      const cut = await page.evaluate<readonly string[]>(
        `[...document.querySelectorAll('main :is(td, th, p, li, a, small, h2, h3, input)')].filter((element) => {
        const { right, width } = element.getBoundingClientRect();
        return width > 1 && (right > innerWidth + 1 || element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0);
      }).map((element) => element.outerHTML.slice(0, 120))`,
      );
      expect(cut).toEqual([]);
      expect(await page.locator('.interop td:visible').count()).toBe(9);
    },
  );

  test('the grid leads to the rules of a pair without scripts', async () => {
    await open('federation', { javaScriptEnabled: false });
    const rows = page.locator('.rule-rows [data-in]:visible');
    expect(await rows.count()).toBe(2);
    await page.locator('.interop td a[href="#pair-2-1"]').click();
    expect(await rows.count()).toBe(1);
    expect(await page.locator('#pair-2-1').isVisible()).toBe(true);
    await page.locator('#pair-2-1 a[href="#rules"]').click();
    expect(await rows.count()).toBe(2);
    expect(await page.locator('form.search').isVisible()).toBe(false);
  });

  test('the search of the grid leaves the rules with its words, and the address keeps it', async () => {
    await open('federation');
    await page.locator('form.search input').fill('SHOULD 2.2-a');
    const rows = page.locator('.rule-rows [data-in]:visible');
    expect(await rows.count()).toBe(1);
    expect(await page.locator('form.search output').textContent()).toBe('1 of 2 rules');
    await page.reload();
    expect(await rows.count()).toBe(1);
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

  test('the report is readable without JavaScript: findings, and the number of those that failed leads to them', async () => {
    await open('report', { javaScriptEnabled: false });
    expect(await page.locator('.languages').isVisible()).toBe(false);
    const finding = page.locator('.finding').first();
    await finding.locator('summary').first().click();
    expect(await finding.locator('svg.seq').isVisible()).toBe(true);
    await page.locator('.totals a', { hasText: 'failed' }).click();
    expect(new URL(page.url()).hash).toBe('#failed');
    await page.locator('#failed > summary').click();
    const failing = page.locator(`#failed details.case[id="${FAILING.slice(1)}"]`);
    await failing.locator('summary').click();
    expect(await failing.textContent()).toContain('The server refuses a roster set with an empty group');
    expect(await failing.locator('p').isVisible()).toBe(true);
  });

  test.each(['report', 'crowd', 'zhReport'] as const)('%s prints its summary on six sheets at most', async (name) => {
    await open(name);
    await page.evaluate("document.querySelectorAll('details').forEach((element) => { element.open = true; })");
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    const sheets = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(sheets).toBeGreaterThan(0);
    expect(sheets).toBeLessThanOrEqual(6);
  });

  test('the printed page is white and has no controls', async () => {
    await open('report', { hash: FAILING, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.locator('main h2').first().isVisible()).toBe(true);
    for (const control of ['.contents', '.languages', '.filter', '.top', '#cases'])
      expect(await page.locator(control).first().isVisible(), control).toBe(false);
  });

  test.each([
    ['report', 1280],
    ['report', 390],
    ['zhReport', 390],
  ] as const)('every target of %s at %i pixels is large enough for a finger', async (name, width) => {
    await open(name, { viewport: { width, height: 844 } });
    await unfoldSome();
    await page.locator('.requirements td a').first().waitFor();
    expect(await page.evaluate(SMALL_TARGETS)).toEqual([]);
  });

  test('the matrix can hide the rows in which servers agree, without JavaScript', async () => {
    await open('matrix', { javaScriptEnabled: false });
    const rows = async () => {
      // The text of a part that the browser has not laid out yet is no inner text.
      const script = `[...document.querySelectorAll('main tbody tr')].filter((row) => getComputedStyle(row).display !== 'none')
        .map((row) => [...row.cells].map((cell) => cell.textContent.trim()))`;
      return page.evaluate<string[][]>(script);
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
    ['report', 'zh-Hans', 'light', `?lang=zh${FAILING}`],
    ['report', 'zh-Hans', 'dark', `?lang=zh${FAILING}`],
    ['zhReport', 'zh-Hans', 'light', FAILING],
    ['matrix', 'en', 'light', ''],
    ['matrix', 'en', 'dark', ''],
    ['zhMatrix', 'zh-Hans', 'light', ''],
    ['federation', 'en', 'light', ''],
    ['federation', 'en', 'dark', ''],
    ['zhFederation', 'zh-Hans', 'light', ''],
  ] as const)('%s (%s, %s) has no finding of accessibility', async (name, lang, colorScheme, hash) => {
    await open(name, { colorScheme, hash });
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(lang);
    if (hash !== '') await linked(FAILING).locator('svg').first().waitFor();
    await unfoldSome();
    for (const arrow of (await page.locator('details.case[open] svg a').all()).slice(0, 1)) await arrow.click();
    await page.evaluate(axe);
    const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});
