// Checks the data of a scenario file against its schema.

import type { Mistake } from '../model/place.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import type { Path, Source } from '../yaml/read.ts';
import { checkShape, type ShapeOptions, unknownKey } from '../yaml/shape.ts';
import { type ScenarioFile, scenarioSchema } from './schema.ts';
import { isSessionKey, unknownSessionKey } from './session-keys.ts';

/** Either the typed file, or the mistakes in its shape. */
export type ShapedScenario =
  | { readonly file: ScenarioFile; readonly mistakes: readonly [] }
  | { readonly file?: never; readonly mistakes: readonly Mistake[] };

/** Checks keys, types and ranges. The readers of the steps check names. */
export function checkScenarioShape(source: Source): ShapedScenario {
  const { mistakes } = checkShape(scenarioSchema, source, OPTIONS);
  // The data as read, not zod's copy: it keeps the keys of maps in the order of the file.
  return mistakes.length === 0 ? { file: source.data as ScenarioFile, mistakes: [] } : { mistakes };
}

const OPTIONS: ShapeOptions = {
  homeOf: (key, path) => (isBesideError(key, path) ? path.slice(0, -1) : undefined),
  unknownKey: (key, path, known) => {
    if (isBesideError(key, path)) return scenarioMistake('besideError', key);
    const isStep = known.includes('send') && known.includes('expect');
    return isStep ? unknownKey(key, known, 'verb') : undefined;
  },
  missingKey: (key) => (key === 'proves' ? scenarioMistake('checkUncited') : undefined),
  wrongKey: (path) => (isSessionKey(path) && !String(path.at(-1)).includes('/') ? unknownSessionKey(path) : undefined),
};

const isBesideError = (key: string, path: Path): boolean =>
  path.at(-1) === 'error' && ['proves', 'typeProves', 'and'].includes(key);
