// `index.json` of `federate`: which servers and pairs it played, and what kept a pair from being tested.

import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { reportError } from '../wording/report-mistakes.ts';
import type { Obstacle, PairRun } from './pair-run.ts';
import { list } from './report-schema-parts.ts';

/** What the name of the JSON report of a cell ends with: whole reports take much room. */
export const REPORT_ENDING = '.json.gz';

/** The JSON report of a cell in the directory of a grid; events of earlier versions did not compress them. */
export function reportPath(directory: string, file: string): string {
  const packed = join(directory, `${file}${REPORT_ENDING}`);
  const plain = join(directory, `${file}.json`);
  return !existsSync(packed) && existsSync(plain) ? plain : packed;
}

const both = z.object({ en: z.string(), zh: z.string() });

const obstacle = z.object({
  place: z.enum(['server', 'peer', 'there', 'back']).optional(),
  check: both.optional(),
  text: both,
  remedy: both.optional(),
}) satisfies z.ZodType<Obstacle>;

const federationSchema = z.object({
  federation: z.literal(1),
  /** Name of the event; absent: it has none. */
  title: z.string().optional(),
  /** The selectors of the cases; absent in events of earlier versions. */
  cases: list(z.string()).optional(),
  /** In the order of the grid. */
  servers: list(z.string()),
  pairs: list(
    z.object({
      server: z.string(),
      /** Equal to `server`: the server alone. */
      peer: z.string(),
      /** Name of its report in the same directory, without its ending. */
      file: z.string().regex(/^[^/\\]+$/),
      obstacles: list(obstacle),
      /** The exit code of its run, null where a signal ended it; absent in events of earlier versions. */
      code: z.number().nullable().optional(),
    }),
  ),
});

export type FederationFile = z.output<typeof federationSchema>;

/** The text of the file. */
export function federationFileText(
  servers: readonly string[],
  runs: readonly (PairRun & { readonly code?: number | null })[],
  head: Pick<FederationFile, 'title' | 'cases'> = {},
): string {
  const pairs = runs.map(({ server, peer, file, obstacles, code }) => ({ server, peer, file, obstacles, code }));
  return `${JSON.stringify({ federation: 1, ...head, servers, pairs } satisfies FederationFile, undefined, 1)}\n`;
}

/** The content of the file; undefined: it is another one. Throws `UsageError` for a grid that this version cannot read. */
export function readFederation(file: string): FederationFile | undefined {
  if (!beginsAsGrid(file)) return undefined;
  const { success, data } = federationSchema.safeParse(parsed(file));
  if (success) return data;
  throw reportError('oldGrid', file);
}

/** Bytes that hold the beginning of the file: reports are large. */
const BEGINNING = 64;

/** A file that cannot be read is none: reading it as a report says why. */
function beginsAsGrid(file: string): boolean {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(BEGINNING);
      const length = readSync(descriptor, bytes, 0, BEGINNING, 0);
      return /^\s*\{\s*"federation"\s*:/.test(bytes.toString('utf8', 0, length));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
