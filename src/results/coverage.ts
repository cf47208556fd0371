// Coverage: how many of the observable requirements are checked.

import type { Case } from '../model/case.ts';
import type { Requirement } from '../model/standard.ts';
import { isObservable, isOwn } from '../spec/requirements.ts';
import { chapterOf, compareSections } from '../spec/sections.ts';
import type { CountedResult } from './counted-result.ts';
import { groupBy } from './outcomes.ts';

/** `of` is a chapter of RFC 6121 or another specification, a feature or a level. */
export interface CoverageRow {
  readonly of: string;
  readonly observable: number;
  /** Checked by cases. */
  readonly checked: number;
  /** Checked on every stanza by the lint, and by no case. */
  readonly passive: number;
}

/** Of the catalogue, except `own`, the rows of `chapters` that are other specifications, and the features of suites. */
export interface Coverage extends Omit<CoverageRow, 'of'> {
  /** Of the requirements that scenario files bring; absent: they bring none. */
  readonly own?: Omit<CoverageRow, 'of'>;
  readonly chapters: readonly CoverageRow[];
  readonly features: readonly CoverageRow[];
  readonly levels: readonly CoverageRow[];
  /** Observable, but not checked; in the order of the standard. */
  readonly missing: readonly Requirement[];
  /** Not observable; in the order of the standard. */
  readonly unobservable: readonly Requirement[];
}

/** Ids of the requirements that these cases cite. */
export function citedByCases(cases: readonly Case[]): ReadonlySet<string> {
  return new Set(cases.flatMap((c) => c.requirements));
}

/** Ids of the requirements that at least one check of a case decided. */
export function decidedByResults(results: readonly CountedResult[]): ReadonlySet<string> {
  const checks = results
    .flatMap((result) => result.checks)
    .filter(({ failure }) => failure?.kind !== 'passive' && failure?.kind !== 'ill-formed-xml');
  return new Set(checks.flatMap((check) => check.requirements));
}

/** Ids of the requirements that the lint checked on at least one element. */
export function heldInResults(results: readonly CountedResult[]): ReadonlySet<string> {
  return new Set(results.flatMap(({ passive }) => Object.keys(passive)));
}

/**
 * Counts how many observable requirements are in `checked`, and how many others are passive and in `held`. Without
 * `held` every passive requirement counts, because the lint checks all of them on each stanza that arrives.
 */
export function coverage(
  requirements: ReadonlyMap<string, Requirement>,
  checked: ReadonlySet<string>,
  held?: ReadonlySet<string>,
): Coverage {
  const all = [...requirements.values()];
  const observable = all.filter(isObservable);
  const isChecked = ({ id }: Requirement) => checked.has(id);
  const isPassive = (r: Requirement) => r.passive === true && !isChecked(r) && (held?.has(r.id) ?? true);
  const countIn = (group: readonly Requirement[]) => ({
    observable: group.length,
    checked: group.filter(isChecked).length,
    passive: group.filter(isPassive).length,
  });
  const rows = (group: readonly Requirement[], keyOf: (requirement: Requirement) => string) =>
    [...groupBy(group, keyOf)].map(([of, inside]) => ({ of, ...countIn(inside) }));
  const own = observable.filter(isOwn);
  const catalogue = observable.filter((requirement) => !isOwn(requirement));
  return {
    ...countIn(catalogue),
    ...(own.length > 0 && { own: countIn(own) }),
    chapters: rows(observable, ({ rfc }) => chapterOf(rfc)).sort((a, b) => compareSections(a.of, b.of)),
    features: rows([...catalogue, ...own.filter(({ ofSuite }) => ofSuite !== undefined)], ({ feature }) => feature),
    levels: rows(catalogue, (requirement) => requirement.level),
    missing: inOrder(observable.filter((r) => !isChecked(r) && !isPassive(r))),
    unobservable: inOrder(all.filter((r) => !isObservable(r))),
  };
}

/** Percentage of observable requirements that are checked, to one decimal; cut, not rounded, so that 100 means all of them. */
export function coveredPercent({ checked, observable, passive }: Omit<CoverageRow, 'of'>): number {
  return observable === 0 ? 0 : Math.floor((1000 * (checked + passive)) / observable) / 10;
}

function inOrder(requirements: readonly Requirement[]): readonly Requirement[] {
  return [...requirements].sort((a, b) => compareSections(a.rfc, b.rfc));
}
