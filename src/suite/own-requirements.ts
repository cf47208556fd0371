// Requirements that suites and scenario files bring: rules of other specifications, which a check cites like those of the catalogue.

import type { Texts } from '../model/language.ts';
import type { Mistake, Place } from '../model/place.ts';
import type { Requirement } from '../model/standard.ts';
import { features } from '../spec/features.ts';
import { ownRequirement } from '../spec/requirements.ts';
import { isElsewhere } from '../spec/sections.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { formatPlace, type Report } from '../yaml/mistakes.ts';
import type { Path, Source } from '../yaml/read.ts';
import { show } from '../yaml/wrong-value.ts';
import type { AuthoredRequirement } from './requirement-schema.ts';

/** Ids of the catalogue. One that it lacks today may come tomorrow. */
const CATALOGUE = /^rfc612[01]-/;

/** A requirement of a scenario file, and the place of its id. */
export interface OwnRequirement {
  readonly requirement: Requirement;
  readonly place: Place;
}

/** Reads the requirements of a file whose cases belong to `section`. Reports those that belong to RFC 6121. */
export function readOwnRequirements(
  authored: readonly AuthoredRequirement[],
  section: string,
  { source, report }: { readonly source: Source; readonly report: Report },
): readonly OwnRequirement[] {
  return authored.map((entry, index) => {
    const path: Path = ['requirements', index];
    checkSection(entry, section, (message) =>
      report(entry.section === undefined ? source.place([...path, 'id']) : source.place([...path, 'section']), message),
    );
    return {
      requirement: ownRequirement({ ...entry, section: entry.section ?? section }),
      place: source.place([...path, 'id']),
    };
  });
}

function checkSection({ section: own }: AuthoredRequirement, section: string, report: (message: Texts) => void): void {
  const written = own ?? section;
  if (isElsewhere(written)) return;
  report(scenarioMistake(own === undefined ? 'sectionNeeded' : 'otherSpecification', show(written)));
}

/** Reports ids that the catalogue has or may get, names of features, and ids that two entries share. */
export function wrongIds(
  own: readonly OwnRequirement[],
  catalogue: ReadonlyMap<string, Requirement>,
): readonly Mistake[] {
  const first = new Map<string, Place>();
  return own.flatMap(({ requirement: { id }, place }) => {
    const earlier = first.get(id);
    first.set(id, earlier ?? place);
    const message =
      wrongId(id, catalogue) ?? (earlier && scenarioMistake('requirementTwice', id, formatPlace(earlier)));
    return message === undefined ? [] : [{ place, message }];
  });
}

function wrongId(id: string, catalogue: ReadonlyMap<string, Requirement>): Texts | undefined {
  if (catalogue.has(id)) return scenarioMistake('requirementOurs', id);
  if (CATALOGUE.test(id)) return scenarioMistake('requirementAsOurs', id.slice(0, 8));
  return features.some(({ name }) => name === id) ? scenarioMistake('requirementIsFeature', id) : undefined;
}
