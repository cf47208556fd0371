// `index.json` of `federate`: which servers and pairs it played, and what kept a pair from being tested.

import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { z } from 'zod';
import { reportError } from '../wording/report-mistakes.ts';
import type { Obstacle, PairRun } from './federation.ts';
import { list } from './schema-parts.ts';

const both = z.object({ en: z.string(), zh: z.string() });

const obstacle = z.object({
  place: z.enum(['server', 'peer', 'there', 'back']).optional(),
  check: both.optional(),
  text: both,
  remedy: both.optional(),
}) satisfies z.ZodType<Obstacle>;

const federationSchema = z.object({
  federation: z.literal(1),
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
    }),
  ),
});

export type FederationFile = z.output<typeof federationSchema>;

/** The text of the file. */
export function federationFileText(servers: readonly string[], runs: readonly PairRun[]): string {
  const pairs = runs.map(({ server, peer, file, obstacles }) => ({ server, peer, file, obstacles }));
  return `${JSON.stringify({ federation: 1, servers, pairs } satisfies FederationFile, undefined, 1)}\n`;
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
