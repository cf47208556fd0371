// Errors that are told by their message alone.

import { ScenarioError } from '../scenario/mistakes.ts';
import { AddressError } from '../target/external.ts';
import { NotInstalled } from '../target/not-installed.ts';

/** True for errors that say by themselves what was expected and what to do. */
export function isKnown(error: unknown): boolean {
  return error instanceof ScenarioError || error instanceof AddressError || error instanceof NotInstalled;
}
