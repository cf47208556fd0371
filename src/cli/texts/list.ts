import type { Case } from '../../model/case.ts';
import type { Language } from '../../model/event.ts';
import { caseTitle } from '../../wording/catalogue.ts';

/** One line a case: id, then title. */
export function listText(cases: readonly Case[], lang: Language): string {
  const width = Math.max(0, ...cases.map((c) => c.id.length));
  return cases.map((c) => `${c.id.padEnd(width)}  ${caseTitle(c, lang)}\n`).join('');
}

/** The cases as `xmppspec list --json` prints them. */
export function listData(cases: readonly Case[]) {
  return cases.map(({ id, title, titleZh, section, topology, place, needs, requirements }) => ({
    id,
    title,
    ...(titleZh === undefined ? {} : { titleZh }),
    section,
    topology,
    file: place.file,
    line: place.line,
    needs: needs.map((need) => need.feature),
    requirements,
  }));
}
