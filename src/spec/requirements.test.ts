import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSpec } from './read-spec.ts';
import { isObservable, loadRequirements, QUOTES } from './requirements.ts';
import { rfcPlace } from './sections.ts';

test('holds 490 requirements, 406 of which bind a server and are observable', () => {
  const requirements = [...loadRequirements().values()];
  expect(requirements).toHaveLength(490);
  expect(requirements.filter(isObservable)).toHaveLength(406);
});

test('keeps the clause of a requirement in both standards', () => {
  expect(loadRequirements().get('rfc6120-8.3.3.4-a')).toMatchObject({ rfc: '2.3.3', ydt: '6.4.3', level: 'SHOULD' });
});

test('uses the section in the id of a requirement of RFC 6121', () => {
  const own = [...loadRequirements().values()].filter((r) => r.id.startsWith('rfc6121-'));
  expect(own.filter((r) => !r.id.startsWith(`rfc6121-${r.rfc}-`)).map((r) => r.id)).toEqual([]);
});

/** Words of the longest quotation: one sentence, or the part of it that carries the rule. */
const MAX_WORDS = 36;

const quotes = Object.entries(readSpec(QUOTES));
const requirements = loadRequirements();
const textDirectory = process.env['XMPPSPEC_RFC_TEXTS'];

test('a quotation is short, on one line, and of a rule that a tester can see', () => {
  const isFit = ([id, quote]: readonly [string, string]) => {
    const requirement = requirements.get(id);
    const words = quote.split(/\s+/).filter((word) => word !== '…');
    const isOneLine = quote === quote.replaceAll(/\s+/g, ' ').trim() && /^(… |[A-Z<]).+([.:]| …)$/.test(quote);
    return requirement !== undefined && isObservable(requirement) && words.length <= MAX_WORDS && isOneLine;
  };
  expect(quotes.filter((one) => !isFit(one))).toEqual([]);
});

test('a quotation has the word of the level of its rule', () => {
  const hasLevel = ([id, quote]: readonly [string, string]) =>
    (requirements.get(id)?.level === 'MUST' ? /MUST(?! NOT)|REQUIRED/ : /MUST NOT/).test(quote);
  // The rule for updates takes over those of another section, and has no word of its own.
  expect(quotes.filter((one) => !hasLevel(one)).map(([id]) => id)).toEqual(['rfc6121-2.4.3-a']);
});

test('almost every MUST that a tester can see has a quotation; the others are cells of tables, and names of features', () => {
  const without = [...requirements.values()].filter(
    (one) => isObservable(one) && one.level.startsWith('MUST') && readSpec(QUOTES)[one.id] === undefined,
  );
  expect(without.filter(({ id }) => !/^rfc6121-(12|A\.[23]\.\d)-|^rfc7622-/.test(id))).toEqual([]);
});

// `XMPPSPEC_RFC_TEXTS=DIRECTORY`, with rfc6120.txt and rfc6121.txt of the RFC Editor in it.
test.runIf(textDirectory)('every quotation stands in its RFC, in the order of its parts', () => {
  const texts = new Map<string, string>();
  const textOf = (rfc: string) => {
    const text = texts.get(rfc) ?? bareText(readFileSync(`${textDirectory}/rfc${rfc}.txt`, 'utf8'));
    texts.set(rfc, text);
    return text;
  };
  const wrong = quotes.filter(([id, quote]) => {
    const { rfc } = rfcPlace(requirements.get(id) ?? { id, rfc: '' });
    const parts = quote.split('…').map((part) => part.trim());
    const pattern = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return !new RegExp(pattern.join('.*?')).test(textOf(rfc));
  });
  expect(wrong).toEqual([]);
});

/** Without the lines between pages, and with one space between words. */
const bareText = (text: string): string =>
  text
    .replaceAll(/^(Saint-Andre .*|RFC \d+ .*|\f)$/gm, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(\w)- (\w)/g, '$1-$2');
