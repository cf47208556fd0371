// The HTML report in a real browser: Debian's Chromium, headless, without a network.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NotInstalled } from '../target/not-installed.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';

const CHROMIUM = '/usr/bin/chromium';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const isInstalled = existsSync(CHROMIUM);
if (!isInstalled) {
  const { message } = new NotInstalled('chromium', 'chromium');
  if (process.env['CI'] === 'true') throw new Error(message);
  console.warn(`skipped: ${message}`);
}

/** The report of a run. */
async function report(...args: string[]): Promise<string> {
  const file = join(temporaryDirectory(), 'report.html');
  await xmppspec(['run', ...args, '-r', `html=${file}`]);
  return file;
}

describe.skipIf(!isInstalled)('the HTML report in a browser', () => {
  let browser: Browser;
  let page: Page;
  const told: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  async function open(url: string, options: { javaScriptEnabled?: boolean; colorScheme?: 'light' | 'dark' } = {}) {
    page = await browser.newPage(options);
    page.on('console', (message) => told.push(message.text()));
    page.on('pageerror', (error) => told.push(String(error)));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(url);
    return page;
  }

  test('filters, opens a diagram, follows deep links, without an error or a request', {
    timeout: 120_000,
  }, async () => {
    const failing = 'rfc6121/2.3.3/refused[empty-group]';
    const file = await report('2.3', 'A.2.1', '8.5.4', '-t', 'prosody');
    expect(statSync(file).size).toBeLessThan(5_000_000);
    await open(`file://${file}`);
    const shown = () => page.locator('details.case:not([hidden])').count();
    const all = await shown();
    await page.locator('form.filter input[name=outcome][value=failed]').check();
    expect(await shown()).toBeGreaterThan(0);
    expect(await shown()).toBeLessThan(all);
    expect(new URL(page.url()).hash).toContain('outcome=failed');
    await page.locator('form.filter input[name=q]').fill('empty-group');
    expect(await page.locator('details.case:not([hidden])').first().textContent()).toContain(failing);

    const linked = (anchor: string) => page.locator(`details.case[open][id="${anchor}"]`);
    await open(`file://${file}#case-rfc6121/2.3.3/refused:empty-group`);
    const failed = linked('case-rfc6121/2.3.3/refused:empty-group');
    expect(await failed.textContent()).toContain(failing);
    expect(await failed.locator('svg').first().isVisible()).toBe(true);

    await open(`file://${file}#case-rfc6121/2.3.2/add`);
    await linked('case-rfc6121/2.3.2/add').locator('svg').first().waitFor();
    expect(told).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(`file://${file}`))).toEqual([]);
  });

  test.each(['light', 'dark'] as const)(
    'has no serious finding of accessibility (%s)',
    { timeout: 120_000 },
    async (colorScheme) => {
      const file = await report('2.3', '8.5.4', '-t', 'prosody');
      await open(`file://${file}#case-rfc6121/2.3.3/refused:empty-group`, { colorScheme });
      await page.evaluate(axe);
      const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
        violations: { id: string; impact: string; nodes: { html: string }[] }[];
      };
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    },
  );

  test('is readable without JavaScript', { timeout: 120_000 }, async () => {
    const file = await report('2.3.3', '-t', 'prosody');
    await open(`file://${file}`, { javaScriptEnabled: false });
    const text = (await page.locator('main').allInnerTexts()).join('\n');
    expect(text).toContain('A roster set is refused: empty group');
    expect(text).toContain('rfc6121-2.3.3-f');
  });
});
