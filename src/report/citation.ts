import type { Requirement } from '../model.ts';

/** Where the rule stands in both standards: `RFC 6121 2.3.2 · YD/T 2936 6.4.2`. */
export function citation(requirement: Requirement): string {
  const ydt = requirement.ydt === null ? 'not in YD/T 2936' : `YD/T 2936 ${requirement.ydt}`;
  return `${rfcClause(requirement)} · ${ydt}`;
}

/** The clause of the RFC: an id such as `rfc6120-8.3.3.4-a` names another RFC than 6121, and its section. */
function rfcClause(requirement: Requirement): string {
  const [, rfc, section] = /^rfc(\d+)-(.+)-[a-z]+$/.exec(requirement.id) ?? [];
  return rfc === undefined || rfc === '6121' ? `RFC 6121 ${requirement.rfc}` : `RFC ${rfc} ${section}`;
}

/** The rule cited by a check: its line, and its text below. */
export function ruleLines(id: string, requirements: ReadonlyMap<string, Requirement>): readonly string[] {
  const text = requirements.get(id)?.text;
  return [requirementLine(id, requirements), ...(text === undefined ? [] : [`  "${text}"`])];
}

/** Id, level and place of a rule on one line; an id that the catalogue does not have stands alone. */
function requirementLine(id: string, requirements: ReadonlyMap<string, Requirement>): string {
  const requirement = requirements.get(id);
  return requirement === undefined ? id : `${requirement.level}  ${id}  ${citation(requirement)}`;
}
