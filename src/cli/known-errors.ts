// Errors that are told by their message alone.

import { AddressError } from '../target/external.ts';
import { NotInstalled } from '../target/not-installed.ts';
import { ScenarioError } from '../yaml/mistakes.ts';

/** The server, or its component port, could not be brought to work: told by its message, exit code 3. */
export class SiteError extends Error {}

/** True for errors that tell of a server that could not be brought to work. */
export function isBroken(error: unknown): boolean {
  return error instanceof SiteError;
}

/** True for errors that say by themselves what was expected and what to do. */
export function isKnown(error: unknown): boolean {
  return error instanceof ScenarioError || error instanceof AddressError || error instanceof NotInstalled;
}
