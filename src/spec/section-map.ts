// Titles of the sections of RFC 6121, in English and in the words of YD/T 2936-2015.

import { z } from 'zod';
import type { Language } from '../model/event.ts';
import { readSpec } from './read-spec.ts';

/** The title of a section in both languages. */
export interface SectionTitle {
  readonly en: string;
  readonly zh: string;
  /** Clause of YD/T 2936-2015; absent if it has none for this section. */
  readonly ydt?: string;
}

const title = { title_en: z.string(), title_zh: z.string() };
const sectionMapSchema = z.object({
  clauses: z.array(z.object({ rfc: z.string().nullable(), ydt: z.string(), ...title })),
  rfc_only: z.array(z.object({ rfc: z.string(), ...title })),
});

/** Reads spec/section-map.yaml, by section of RFC 6121. Throws if it does not fit the schema. */
export function loadSectionTitles(): ReadonlyMap<string, SectionTitle> {
  const titles = new Map<string, SectionTitle>();
  const { clauses, rfc_only: others } = readSpec('section-map.yaml', sectionMapSchema);
  for (const clause of clauses) {
    // YD/T adds an overview clause for the same section after the clause with its title.
    if (clause.rfc === null || titles.has(clause.rfc)) continue;
    titles.set(clause.rfc, { en: clause.title_en, zh: clause.title_zh, ydt: clause.ydt });
  }
  for (const { rfc, title_en: en, title_zh: zh } of others) titles.set(rfc, { en, zh });
  return titles;
}

/** Title of a section, or of the nearest parent section with a title; empty if there is none. */
export function sectionTitle(titles: ReadonlyMap<string, SectionTitle>, section: string, lang: Language): string {
  const parts = section.split('.');
  const around = parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
  const known = around.find((candidate) => titles.has(candidate));
  return known === undefined ? '' : (titles.get(known)?.[lang] ?? '');
}
