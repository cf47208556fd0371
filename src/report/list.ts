import type { Case } from '../model.ts';

/** One line a case: id, then title. */
export function listText(cases: readonly Case[]): string {
  const width = Math.max(0, ...cases.map((c) => c.id.length));
  return cases.map((c) => `${c.id.padEnd(width)}  ${c.title}\n`).join('');
}

/** The cases as `xmppspec list --json` prints them. */
export function listData(cases: readonly Case[]) {
  return cases.map(({ id, title, section, topology, place, needs, requirements }) => ({
    id,
    title,
    section,
    topology,
    file: place.file,
    line: place.line,
    needs: needs.map((need) => need.feature),
    requirements,
  }));
}
