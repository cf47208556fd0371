// The cases of a scenario as JSON that is small and fast to read. The rows of a scenario repeat steps and actors: each
// distinct one is stored once, and the cases that are read back share it.

import type { Actor, Case } from '../model/case.ts';
import type { Step } from '../model/step.ts';
import { digestOf, type Store, storeText } from '../prepared/store.ts';
import { specText } from '../spec/read-spec.ts';
import type { Origin, ParsedScenario } from './scenario.ts';

/** Name of the store with the cases of the shipped scenarios. */
export const CASES = 'cases';

/** A scenario without mistakes. Each place in it is packed as line and column. */
interface PackedScenario extends Omit<ParsedScenario, 'cases'> {
  readonly cases: readonly PackedCase[];
  readonly steps: readonly Step[];
  readonly actors: readonly Actor[];
}

type PackedCase = Omit<Case, 'steps' | 'actors'> & {
  /** Indexes in the lists of the scenario. */
  readonly steps: readonly number[];
  readonly actors: readonly number[];
};

/** Finds the prepared cases of scenarios. Undefined: the text, its origin or the standards are not those of the build. */
export type PreparedCases = (text: string, origin: Origin) => ParsedScenario | undefined;

/** Reads prepared cases from a store. */
export function createPreparedCases(store: Store): PreparedCases {
  const standards = standardsDigest();
  return (text, origin) => {
    const packed = store(scenarioDigest(text, origin, standards));
    return packed === undefined ? undefined : unpack(packed as PackedScenario, origin.file);
  };
}

/** The digest of the files of spec/ that scenarios refer to. */
function standardsDigest(): string {
  return digestOf(specText('requirements.yaml'), specText('appendix-a.yaml'), specText('delivery-table.yaml'));
}

/** The digest of everything that the cases of a scenario are made from. */
function scenarioDigest(text: string, { id, section }: Origin, standards: string): string {
  return digestOf(text, id, section, standards);
}

/** The text of a store with these scenarios. One with mistakes is left out. */
export function preparedText(scenarios: readonly PreparedScenario[]): string {
  const standards = standardsDigest();
  const sound = scenarios.filter(({ parsed }) => parsed.mistakes.length === 0);
  return storeText(
    sound.map(({ text, origin, parsed }) => [scenarioDigest(text, origin, standards), pack(parsed)] as const),
  );
}

/** A scenario file and its cases. */
interface PreparedScenario {
  readonly text: string;
  readonly origin: Origin;
  readonly parsed: ParsedScenario;
}

function pack({ cases, ...rest }: ParsedScenario): unknown {
  const steps = createTable();
  const actors = createTable();
  const packed = cases.map((entry) => ({
    ...entry,
    steps: entry.steps.map(steps.indexOf),
    actors: entry.actors.map(actors.indexOf),
  }));
  return packPlaces({ ...rest, cases: packed, steps: steps.values, actors: actors.values });
}

/** A list of distinct values. */
function createTable() {
  const indexes = new Map<string, number>();
  const values: unknown[] = [];
  const indexOf = (value: unknown): number => {
    const text = JSON.stringify(value);
    const index = indexes.get(text) ?? values.push(value) - 1;
    indexes.set(text, index);
    return index;
  };
  return { values, indexOf };
}

/** A copy in which every place is a list of its line and column: the file is that of the scenario. */
function packPlaces(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner) =>
      key === 'place' && typeof inner === 'object' ? [inner.line, inner.col] : inner,
    ),
  );
}

function unpack(packed: PackedScenario, file: string): ParsedScenario {
  unpackPlaces(packed, file);
  const { steps, actors, cases, ...rest } = packed;
  const at = <T>(list: readonly T[], indexes: readonly number[]): T[] =>
    indexes.flatMap((index) => list.slice(index, index + 1));
  const unpacked = cases.map((entry) => ({
    ...entry,
    steps: at(steps, entry.steps),
    actors: at(actors, entry.actors),
  }));
  return { ...rest, cases: unpacked };
}

/** Replaces packed places inside a value that was just read. An attribute named "place" is text, not a list. */
function unpackPlaces(value: object, file: string): void {
  if (Array.isArray(value)) {
    for (const entry of value) if (typeof entry === 'object' && entry !== null) unpackPlaces(entry, file);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner !== 'object' || inner === null) continue;
    if (key !== 'place') unpackPlaces(inner, file);
    else Object.assign(value, { place: { file, line: inner[0], col: inner[1] } });
  }
}
