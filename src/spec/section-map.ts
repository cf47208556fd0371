// Titles of the sections of RFC 6121, in English and in the words of YD/T 2936-2015.

import type { Language } from '../model/event.ts';
import { readSpec, type Spec } from './read-spec.ts';

/** The title of a section in both languages. */
export interface SectionTitle {
  readonly en: string;
  readonly zh: string;
  /** Clause of YD/T 2936-2015; absent if it has none for this section. */
  readonly ydt?: string;
}

interface Titled {
  readonly title_en: string;
  readonly title_zh: string;
}

/** The content of spec/section-map.yaml. */
interface SectionMap {
  /** The clauses of YD/T 2936-2015; `rfc` is null where RFC 6121 has no such section. */
  readonly clauses: readonly (Titled & { readonly rfc: string | null; readonly ydt: string })[];
  readonly rfc_only: readonly (Titled & { readonly rfc: string })[];
}

/** The file with its schema. */
export const SECTION_MAP: Spec<SectionMap> = {
  file: 'section-map.yaml',
  schema: (z) => {
    const title = { title_en: z.string(), title_zh: z.string() };
    return z.object({
      clauses: z.array(z.object({ rfc: z.string().nullable(), ydt: z.string(), ...title })),
      rfc_only: z.array(z.object({ rfc: z.string(), ...title })),
    });
  },
};

/** Reads spec/section-map.yaml, by section of RFC 6121. Throws if it does not fit the schema. */
export function loadSectionTitles(): ReadonlyMap<string, SectionTitle> {
  const titles = new Map<string, SectionTitle>();
  const { clauses, rfc_only: others } = readSpec(SECTION_MAP);
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
