// Section numbers, `2.3`, `A.2.1`, `XEP-0280 9`: order, titles in English and in the words of YD/T 2936-2015, and links to the text.

import type { Language } from '../model/event.ts';
import type { Requirement } from '../model/standard.ts';
import { readSpec, type Spec } from './read-spec.ts';

/** A section of RFC 6121: `2.3`, `A.2.1`. */
export const SECTION = /^([1-9][0-9]*|[A-E])(\.[0-9]+)*$/;

/** Another specification, with a section or without: `XEP-0280 9`, `House rules`. A word such as `two` is a mistake, not a name. */
const ELSEWHERE =
  /^(?!\p{Ll})(?=.*\p{L}{2})(\p{L}[\p{L}\p{N}]*(?:[-./ ][\p{L}\p{N}]+)*?)(?: ((?:[0-9]+|[A-Z])(?:\.[0-9]+)*))?$/u;

/** The section of random plays: they are about all of RFC 6121. */
export const RANDOM_PLAYS = 'Random plays';

/** Characters of the name of a specification with its section. */
const MAX_ELSEWHERE = 60;

/** A place in a specification that is not RFC 6121. */
export interface Elsewhere {
  /** `XEP-0280`. */
  readonly specification: string;
  /** `9`; absent: the specification as a whole. */
  readonly section?: string;
}

/** The specification and the section that a text such as `XEP-0280 9` names; undefined: a section of RFC 6121, or no section. */
export function elsewhere(text: string): Elsewhere | undefined {
  if (SECTION.test(text) || text.length > MAX_ELSEWHERE) return undefined;
  const [, specification, section] = ELSEWHERE.exec(text) ?? [];
  if (specification === undefined) return undefined;
  return section === undefined ? { specification } : { specification, section };
}

/** Whether a section belongs to another specification than RFC 6121, whose sections are written without its name. */
export function isElsewhere(section: string): boolean {
  const { specification } = elsewhere(section) ?? {};
  return specification !== undefined && section !== RANDOM_PLAYS && !/^rfc[- ]?6121$/i.test(specification);
}

/** What a section belongs to in reports: the chapter `2` of `2.3.3`, `A` of `A.2.1`; of other specifications, `XEP-0280`. */
export function chapterOf(section: string): string {
  return elsewhere(section)?.specification ?? section.split('.')[0] ?? section;
}

/**
 * Compares sections: 2.9 before 2.10, a section before its subsections, appendices after the chapters, other specifications
 * after RFC 6121.
 */
export function compareSections(a: string, b: string): number {
  const [one, other] = [elsewhere(a), elsewhere(b)];
  if (one === undefined && other === undefined) return compareNumbers(a, b);
  if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
  const order = BY_NUMBER.compare(one.specification, other.specification);
  if (order !== 0 || one.section === other.section) return order;
  if (one.section === undefined || other.section === undefined) return one.section === undefined ? -1 : 1;
  return compareNumbers(one.section, other.section);
}

/** `XEP-9` before `XEP-10`, in the same order on every machine. */
const BY_NUMBER = new Intl.Collator('en', { numeric: true });

function compareNumbers(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (const [index, part] of left.entries()) {
    const order = comparePart(part, right[index]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function comparePart(a: string, b: string | undefined): number {
  if (b === undefined) return 1;
  const isNumber = [/^\d+$/.test(a), /^\d+$/.test(b)] as const;
  if (isNumber[0] && isNumber[1]) return Number(a) - Number(b);
  if (isNumber[0] !== isNumber[1]) return isNumber[0] ? -1 : 1;
  return a < b ? -1 : Number(a > b);
}

/** Whether `section` is `selector` or a part of it: `2` contains `2.3.3` but not `20`, and `XEP-0280` contains `XEP-0280 9`. */
export function isInSection(section: string, selector: string): boolean {
  if (!section.startsWith(selector)) return false;
  return section === selector || section.startsWith(`${selector}.`) || elsewhere(section)?.specification === selector;
}

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

/** A place in an RFC: the number of the RFC, and the section, such as `2.1.5` or `A.2.3`. */
interface RfcPlace {
  readonly rfc: string;
  readonly section: string;
}

/** Where a requirement stands, and the address of its text. */
interface RulePlace {
  /** `RFC 6121 2.3.2`, `XEP-0280 9`. */
  readonly name: string;
  readonly url: string;
}

/** Where a requirement of the catalogue, or of a scenario file, stands. */
export function placeOf(requirement: Pick<Requirement, 'id' | 'rfc' | 'link'>): RulePlace {
  if (requirement.link !== undefined) return { name: requirement.rfc, url: requirement.link };
  const place = rfcPlace(requirement);
  return { name: `RFC ${place.rfc} ${place.section}`, url: sectionUrl(place) };
}

/** The place of a requirement of the catalogue. An id such as `rfc6120-8.3.3.4-a` names another RFC than 6121, and its section. */
export function rfcPlace({ id, rfc: section }: Pick<Requirement, 'id' | 'rfc'>): RfcPlace {
  const [, rfc, own] = /^rfc(\d+)-(.+)-[a-z]+$/.exec(id) ?? [];
  return rfc === undefined || own === undefined || rfc === '6121' ? { rfc: '6121', section } : { rfc, section: own };
}

/** The address of the text of a section, such as `https://www.rfc-editor.org/rfc/rfc6121#section-2.1.5`. */
export function sectionUrl({ rfc, section }: RfcPlace): string {
  const part = /^[A-Z]/.test(section) ? 'appendix' : 'section';
  return `https://www.rfc-editor.org/rfc/rfc${rfc}#${part}-${section}`;
}
