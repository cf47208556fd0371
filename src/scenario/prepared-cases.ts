// The cases of a scenario as JSON that is small and fast to read. The rows of a scenario repeat steps and actors: each
// distinct one is stored once, and the cases that are read back share it.

import type { Actor, Case } from '../model/case.ts';
import type { Step } from '../model/step.ts';
import { digestOf, lazily, type Store, storeText } from '../prepared/store.ts';
import { specDigest } from '../spec/read-spec.ts';
import type { Origin, ParsedScenario } from './scenario.ts';

/** Name of the store with the cases of the shipped scenarios, without their steps and actors. */
export const CASES = 'cases';

/** Name of the store with the steps and actors, under the same digests. They are 80 % of all, and only those of cases that run are read. */
export const STEPS = 'steps';

/** A scenario without mistakes. Each place in it is packed as line and column. */
interface PackedScenario extends Omit<ParsedScenario, 'cases'> {
  readonly cases: readonly PackedCase[];
}

type PackedCase = Omit<Case, 'steps' | 'actors'> & {
  /** Indexes in the lists of `PackedSteps`. */
  readonly steps: readonly number[];
  readonly actors: readonly number[];
};

/** The distinct steps and actors of a scenario. */
interface PackedSteps {
  readonly steps: readonly Step[];
  readonly actors: readonly Actor[];
}

/** The stores of the build. */
export interface CaseStores {
  readonly cases: Store;
  readonly steps: Store;
}

/** Finds the prepared cases of scenarios. Undefined: the text, its origin or the standards are not those of the build. */
export type PreparedCases = (text: string, origin: Origin) => ParsedScenario | undefined;

/** Reads prepared cases from stores. Those of a case are read when its steps or actors are first asked for. */
export function createPreparedCases({ cases, steps }: CaseStores): PreparedCases {
  const standards = standardsDigest();
  return (text, origin) => {
    const digest = scenarioDigest(text, origin, standards);
    const packed = cases(digest);
    if (packed === undefined) return undefined;
    const readSteps = lazily(() => unpackPlaces(steps(digest) as PackedSteps, origin.file));
    return unpack(unpackPlaces(packed as PackedScenario, origin.file), readSteps);
  };
}

/** The digest of the files of spec/ that scenarios refer to. */
function standardsDigest(): string {
  return digestOf(specDigest('requirements.yaml'), specDigest('appendix-a.yaml'), specDigest('delivery-table.yaml'));
}

/** The digest of everything that the cases of a scenario are made from. */
function scenarioDigest(text: string, { id, section }: Origin, standards: string): string {
  return digestOf(text, id, section, standards);
}

/** The texts of the stores with these scenarios. One with mistakes is left out. */
export function preparedTexts(scenarios: readonly PreparedScenario[]): Readonly<Record<keyof CaseStores, string>> {
  const standards = standardsDigest();
  const packed = scenarios
    .filter(({ parsed }) => parsed.mistakes.length === 0)
    .map(({ text, origin, parsed }) => ({ digest: scenarioDigest(text, origin, standards), ...pack(parsed) }));
  return {
    cases: storeText(packed.map(({ digest, scenario }) => [digest, scenario] as const)),
    steps: storeText(packed.map(({ digest, steps }) => [digest, steps] as const)),
  };
}

/** A scenario file and its cases. */
interface PreparedScenario {
  readonly text: string;
  readonly origin: Origin;
  readonly parsed: ParsedScenario;
}

function pack({ cases, ...rest }: ParsedScenario): { readonly scenario: unknown; readonly steps: unknown } {
  const steps = createTable();
  const actors = createTable();
  const packed = cases.map((entry) => ({
    ...entry,
    steps: entry.steps.map(steps.indexOf),
    actors: entry.actors.map(actors.indexOf),
  }));
  const distinct = { steps: steps.values, actors: actors.values };
  return { scenario: packPlaces({ ...rest, cases: packed }), steps: packPlaces(distinct) };
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

function unpack({ cases, ...rest }: PackedScenario, read: () => PackedSteps): ParsedScenario {
  return { ...rest, cases: cases.map((packed) => unpackCase(packed, read)) };
}

function unpackCase({ steps, actors, ...entry }: PackedCase, read: () => PackedSteps): Case {
  const stepsOf = lazily(() => at(read().steps, steps));
  const actorsOf = lazily(() => at(read().actors, actors));
  return {
    ...entry,
    get steps() {
      return stepsOf();
    },
    get actors() {
      return actorsOf();
    },
  };
}

const at = <T>(list: readonly T[], indexes: readonly number[]): readonly T[] =>
  indexes.flatMap((index) => list.slice(index, index + 1));

/** Replaces packed places inside a value that was just read, and returns it. An attribute named "place" is text, not a list. */
function unpackPlaces<Value extends object>(value: Value, file: string): Value {
  if (Array.isArray(value)) {
    for (const entry of value) if (typeof entry === 'object' && entry !== null) unpackPlaces(entry, file);
    return value;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner !== 'object' || inner === null) continue;
    if (key !== 'place') unpackPlaces(inner, file);
    else Object.assign(value, { place: { file, line: inner[0], col: inner[1] } });
  }
  return value;
}
