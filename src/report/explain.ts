// A requirement, and all that the tool knows about it.

import type { Case, Requirement } from '../model.ts';
import { citation } from './citation.ts';
import { counted } from './counted.ts';

const OBSERVED = {
  c2s: 'seen by clients of the server',
  component: 'seen by clients and a remote domain, played by an XEP-0114 component',
  s2s: 'seen by a remote domain over a server-to-server stream',
  config: 'seen where the server is specially configured',
  none: 'not to be seen from outside',
} satisfies Record<Requirement['observe'], string>;

const ROLES = {
  server: 'binds servers',
  client: 'binds clients, which this tool does not test',
  both: 'binds servers and clients',
} satisfies Record<Requirement['role'], string>;

/** A requirement as text, with the cases of `cases` that prove it. */
export function requirementText(requirement: Requirement, cases: readonly Case[]): string {
  const { id, level, role, feature, text, zh, observe, passive, note } = requirement;
  const lines = [
    `${id}  ${level}`,
    `  ${citation(requirement)}`,
    `  en: ${text}`,
    `  zh: ${zh}`,
    ...(note === undefined ? [] : [`  note: ${note}`]),
    `  feature: ${feature}`,
    `  role: ${ROLES[role]}`,
    `  observed: ${OBSERVED[observe]}`,
    ...(passive ? ['  held against every stanza that arrives in any case, unless somebody had sent the same'] : []),
    ...provedBy(cases.filter((c) => c.requirements.includes(id))),
  ];
  return `${lines.join('\n')}\n`;
}

function provedBy(cases: readonly Case[]): readonly string[] {
  if (cases.length === 0) return ['  proved by no case'];
  return [`  proved by ${counted(cases.length, 'case')}`, ...cases.map((c) => `    ${c.id}`)];
}
