// Where a requirement stands, for people who want to read the text.

import type { Requirement } from '../model/standard.ts';

/** A place in an RFC: the number of the RFC, and the section, such as `2.1.5` or `A.2.3`. */
export interface RfcPlace {
  readonly rfc: string;
  readonly section: string;
}

/** Where a requirement stands, and the address of its text. */
export interface RulePlace {
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
