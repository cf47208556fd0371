// The standards that a report is about, for its title.

import type { Language } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import { isOwn } from '../../spec/requirements.ts';
import { elsewhere } from '../../spec/sections.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';

const STANDARDS = catalogue(
  {
    both: 'RFC 6121 and YD/T 2936-2015',
    more: (standards: string, specifications: string) => `${standards}, ${specifications}`,
  },
  {
    both: 'YD/T 2936-2015 与 RFC 6121',
    more: (standards, specifications) => `${standards}、${specifications}`,
  },
);

/**
 * `RFC 6121 and YD/T 2936-2015`, with the specifications of scenario files that bring requirements of their own: `XEP-0199`; these
 * alone where a report has a verdict on no other requirement.
 */
export function standardsText(
  verdicts: Iterable<{ readonly id: string }>,
  { requirements, lang }: { readonly requirements: ReadonlyMap<string, Requirement>; readonly lang: Language },
): string {
  const own = new Set<string>();
  let isOfCatalogue = false;
  for (const { id } of verdicts) {
    const requirement = requirements.get(id);
    if (requirement !== undefined && isOwn(requirement)) own.add(specificationOf(requirement));
    else isOfCatalogue = true;
  }
  const { both, more } = STANDARDS[lang];
  const names = [...own].join(COMMON[lang].comma);
  if (names === '') return both;
  return isOfCatalogue ? more(both, names) : names;
}

const specificationOf = ({ rfc }: Requirement): string => escapeControls(elsewhere(rfc)?.specification ?? rfc);
