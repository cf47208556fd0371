import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failureText, KINDS } from '../failures/kinds.ts';
import type { Language } from '../model/event.ts';
import { BLAMES, blameText } from './blame.ts';
import { DIFFERENCE_VALUES, differenceText } from './differences.ts';

import { NOTES, noteText } from './notes.ts';
import { PROBLEMS, problemText } from './problems.ts';
import { REASONS, reasonText } from './reasons.ts';
import {
  BLAME_SAMPLES,
  DIFFERENCE_SAMPLES,
  FAILURE_SAMPLES,
  FAULT_SAMPLES,
  NOTE_SAMPLES,
  PROBLEM_SAMPLES,
  REASON_SAMPLES,
} from './samples.test-kit.ts';
import { STANZA_FAULTS, stanzaFaultText } from './stanza-faults.ts';

interface Subject {
  readonly table: object;
  readonly samples: readonly { readonly kind: string }[];
  readonly texts: Readonly<Record<Language, readonly string[]>>;
  readonly say: (one: { readonly kind: string }, lang: Language) => string;
}

function subject<One extends { readonly kind: string }>(
  table: object,
  samples: readonly One[],
  text: (one: One, lang: Language) => string,
): Subject {
  const textsIn = (lang: Language) => samples.map((sample) => text(sample, lang));
  const texts = { en: textsIn('en'), zh: textsIn('zh') };
  return { table, samples, texts, say: (one, lang) => text(one as One, lang) };
}

/** 1 MB on one line, of letters and of characters that are escaped, and 1 MB of lines. */
const ONE_LONG = ['x'.repeat(1_000_000), '\u202e'.repeat(1_000_000), '\n'.repeat(1_000_000)];

/** A few texts of at most 4,000 characters each, which may become escapes of eight. */
const MAX_SENTENCE = 40_000;

/** Fields that take few values, which sentences look up. */
const CHOICES = ['kind', 'phase', 'wait', 'command', 'fault', 'item', 'outcome', 'side', 'unit'];

/** The sample with this text in place of every other, and with long lists. */
function withTexts<Value>(value: Value, text: string): Value {
  if (typeof value === 'string') return text as Value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Array.from({ length: 1000 }, () => withTexts(value[0] ?? '', text)) as Value;
  const fields = Object.entries(value).map(([name, field]) => {
    const isKept = typeof field === 'string' && CHOICES.includes(name);
    return [name, isKept ? field : withTexts(field, text)];
  });
  return Object.fromEntries(fields) as Value;
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  problems: subject(PROBLEMS, PROBLEM_SAMPLES, problemText),
  reasons: subject(REASONS, REASON_SAMPLES, reasonText),
  notes: subject(NOTES, NOTE_SAMPLES, noteText),
  failures: subject(KINDS, FAILURE_SAMPLES, (failure, lang) => failureText(failure, 'juliet', lang)),
  blames: subject(BLAMES, BLAME_SAMPLES, blameText),
  'stanza faults': subject(STANZA_FAULTS, FAULT_SAMPLES, stanzaFaultText),
  differences: subject(DIFFERENCE_VALUES, DIFFERENCE_SAMPLES, differenceText),
};

/** Differences and faults may consist of values of the protocol alone. */
const ONLY_VALUES = ['stanza faults', 'differences'];

describe.each(Object.entries(SUBJECTS))('%s', (name, { table, samples, texts, say }) => {
  test('have a sample of every tag', () => {
    const kinds = new Set(samples.map(({ kind }) => kind));
    expect(Object.keys(table).filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  test('say something in both languages', () => {
    expect([...texts.en, ...texts.zh].filter((text) => text.trim() === '')).toEqual([]);
    expect([...texts.en, ...texts.zh].filter((text) => /undefined|\[object|NaN/.test(text))).toEqual([]);
  });

  test('are Chinese in Chinese', () => {
    // A command is the same in every language.
    const isForeign = (text: string) =>
      /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(text.replace(/apt-get install \S+|`[^`]+`/, ''));
    expect(texts.zh.filter(isForeign)).toEqual([]);
    const lacksHan = (text: string) => !/\p{Script=Han}/u.test(text);
    if (!ONLY_VALUES.includes(name)) expect(texts.zh.filter(lacksHan)).toEqual([]);
  });

  test('are short where every text and every list of the data is long', () => {
    const swollen = samples.flatMap((sample) => ONE_LONG.map((text) => withTexts(sample, text)));
    for (const sample of swollen)
      for (const lang of ['en', 'zh'] as const)
        expect(say(sample, lang).length, sample.kind).toBeLessThan(MAX_SENTENCE);
  });

  test('are one sentence without a full stop', () => {
    expect(texts.en.filter((text) => /\.$/.test(text))).toEqual([]);
    expect(texts.zh.filter((text) => /。$/.test(text))).toEqual([]);
  });
});

test('no table of sentences is without samples', async () => {
  const files = readdirSync(import.meta.dirname).filter((file) => /^[a-z-]+\.ts$/.test(file));
  const tables: object[] = [];
  for (const file of files) {
    const exported = Object.values((await import(join(import.meta.dirname, file))) as Record<string, unknown>);
    tables.push(...exported.filter(isSentences));
  }
  const walked = Object.values(SUBJECTS).flatMap(({ table }) => Object.keys(table));
  expect(tables.length).toBeGreaterThan(6);
  expect(tables.flatMap((table) => Object.keys(table)).filter((kind) => !walked.includes(kind))).toEqual([]);
});

/** Whether a value is a table of sentences: for each tag a function in each language. */
function isSentences(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const entries: unknown[] = Object.values(value);
  const isEntry = (entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'en' in entry && typeof entry.en === 'function' && 'zh' in entry;
  return entries.length > 0 && entries.every(isEntry);
}
