// Finds every catalogue of texts in the source.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = join(import.meta.dirname, '..');

/** A text in both languages, with a placeholder for each value. */
export interface Entry {
  /** `doctor/doctor-text.ts DOCTOR.remedy`. */
  readonly name: string;
  readonly en: string;
  readonly zh: string;
}

/** Placeholders for the values of a text. */
const VALUES = ['\u{1}', '\u{2}', '\u{3}', '\u{4}', '\u{5}', '\u{6}'];

/** How many catalogues the source exports. */
export function countCatalogues(): number {
  return filesWithCatalogues().reduce((sum, file) => sum + made(file).length, 0);
}

/** All exported catalogues, by file and name. */
export async function loadCatalogues(): Promise<ReadonlyMap<string, readonly Entry[]>> {
  const found = new Map<string, readonly Entry[]>();
  for (const file of filesWithCatalogues()) {
    const exported = (await import(join(SOURCE, file))) as Readonly<Record<string, unknown>>;
    for (const [name, value] of Object.entries(exported)) {
      if (isCatalogue(value)) found.set(`${file} ${name}`, entriesOf(`${file} ${name}`, value));
    }
  }
  return found;
}

/** The parts of an English text between its values, if they are more than a word: they must not show in Chinese. */
export function sentencesIn({ en }: Entry): readonly string[] {
  return en
    .split(/[\p{Cc}"]/u)
    .map((part) => part.replace(/^[^a-z]+|[^a-z]+$/gi, ''))
    .filter((part) => part.length > 7 && /[a-z],? [a-z]/.test(part));
}

function filesWithCatalogues(): readonly string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /(?<!\.test|\.test-kit)\.ts$/.test(file) && made(file).length > 0);
}

const made = (file: string) => readFileSync(join(SOURCE, file), 'utf8').match(/^export const .*= catalogue\(/gm) ?? [];

type Words = Readonly<Record<string, unknown>>;

function isCatalogue(value: unknown): value is { readonly en: Words; readonly zh: Words } {
  return typeof value === 'object' && value !== null && Object.keys(value).join() === 'en,zh';
}

function entriesOf(name: string, { en, zh }: { readonly en: Words; readonly zh: Words }): readonly Entry[] {
  return Object.keys(en).flatMap((key) => {
    const [english, chinese] = [textOf(en[key]), textOf(zh[key])];
    // A text that its value chooses among several has none for these values.
    return english === undefined || chinese === undefined ? [] : [{ name: `${name}.${key}`, en: english, zh: chinese }];
  });
}

function textOf(text: unknown): string | undefined {
  const filled: unknown = typeof text === 'function' ? text(...VALUES) : text;
  return typeof filled === 'string' ? filled : undefined;
}
