// Section numbers of RFC 6121, `2.3`, `8.5.2.1.1`, `A.2.1`, and sections of other specifications: `XEP-0280 9`.

/** A section of RFC 6121: `2.3`, `A.2.1`. */
export const SECTION = /^([1-9][0-9]*|[A-E])(\.[0-9]+)*$/;

/** Another specification, with a section or without: `XEP-0280 9`, `House rules`. A word such as `two` is a mistake, not a name. */
const ELSEWHERE =
  /^(?!\p{Ll})(?=.*\p{L}{2})(\p{L}[\p{L}\p{N}]*(?:[-./ ][\p{L}\p{N}]+)*?)(?: ((?:[0-9]+|[A-Z])(?:\.[0-9]+)*))?$/u;

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

/** Whether a place names RFC 6121, whose sections are written without its name. */
export const isRfc6121 = ({ specification }: Elsewhere): boolean => /^rfc[- ]?6121$/i.test(specification);

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
