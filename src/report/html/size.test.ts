// The page of a run whose every case is long. Each test renders hundreds of them, which takes seconds.

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { CaseResult } from '../../model/result.ts';
import type { XmlElement } from '../../model/xml.ts';
import { parseXml } from '../../stanza/xml.ts';
import { entry, failedResult, makeResult, written } from '../report.test-kit.ts';
import { createHtmlReporter } from './html.ts';
import { partsOf, unpacked } from './packs.test-kit.ts';

const page = (results: readonly CaseResult[]) => written(createHtmlReporter, results);

const MEGABYTES = 1_000_000;

/** As many stanzas as a long case has, from sessions that no other case has. */
function long(id: string, stanza: XmlElement, changes: Partial<CaseResult>): CaseResult {
  const transcript = Array.from({ length: 60 }, (_, at) => entry({ atMs: at, session: `juliet/${id}-${at}`, stanza }));
  return makeResult(id, { transcript, ...changes });
}

test('a run of 2,000 cases, one in ten failing, stays under 5 MB', () => {
  const stanza = parseXml('<message><body>Wherefore art thou?</body></message>');
  const { checks, outcome, requirements } = failedResult();
  const results = Array.from({ length: 2000 }, (_, at) =>
    long(
      `rfc6121/2.3/some-scenario-with-a-name[row-${at}]`,
      stanza,
      at % 10 === 0 ? { checks, outcome, requirements } : {},
    ),
  );
  expect(Buffer.byteLength(page(results))).toBeLessThan(5 * MEGABYTES);
});

test('long failures of every case are packed, with a short text for readers without scripts', () => {
  const stanza = parseXml(`<message><body>${'&lt;'.repeat(5000)}</body></message>`);
  const { checks, outcome, requirements } = failedResult();
  const results = Array.from({ length: 500 }, (_, at) =>
    long(`rfc6121/2.3/x[row-${at}]`, stanza, { checks, outcome, requirements }),
  );
  const text = page(results);
  expect(Buffer.byteLength(text)).toBeLessThan(1.25 * MEGABYTES);
  expect(text).toContain('Without JavaScript');
  expect(unpacked(text).flat()[0]).toContain('data-rows="');
});

test('answers that do not compress are cut, and the page says so', () => {
  const random = (at: number) => createHash('sha512').update(String(at)).digest('base64');
  const results = Array.from({ length: 2000 }, (_, at) => {
    const body = Array.from({ length: 20 }, (_, part) => random(at * 100 + part)).join('');
    return long(`rfc6121/2.3/x[row-${at}]`, parseXml(`<message><body>${body}</body></message>`), {});
  });
  const text = page(results);
  expect(Buffer.byteLength(text)).toBeLessThan(5 * MEGABYTES);
  expect(partsOf(text).join()).toContain('this page is full');
});
