// What the standard says about a group of a baseline, so that the maintainer of the server can read it there and argue with it.
// It comes from the catalogue of requirements. Its keys and its form are part of the file format.

import type { Level, Requirement } from '../model/standard.ts';
import { placeOf } from '../spec/links.ts';

/** The keys that `--update-baseline` writes into each group, in the order of the file. */
export interface Evidence {
  readonly level: Level;
  /** The section of the RFC, and the clause of YD/T 2936-2015 where it has the rule. */
  readonly section: string;
  /** Where the text of the section can be read. */
  readonly standard: string;
  /** What the section asks of a server, in the words of the catalogue. */
  readonly demands: string;
}

/** What the standard says about the requirement. */
export function evidenceOf(requirement: Requirement): Evidence {
  const { name, url } = placeOf(requirement);
  return {
    level: requirement.level,
    section: requirement.ydt === null ? name : `${name}, YD/T 2936-2015 ${requirement.ydt}`,
    standard: url,
    demands: requirement.text,
  };
}
