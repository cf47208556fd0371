// Errors that people can act on: their message is shown without a stack.

import type { AddressProblem, Problem } from '../model/problem.ts';
import { ProblemError } from '../wording/problems.ts';
import { ScenarioError } from '../yaml/mistakes.ts';

/** The server, or its component port, does not work: shown by its message, exit code 3. */
export class SiteError extends Error {}

/** Problems of the command line or of this machine, not of the server: exit code 2. */
const USAGE: Readonly<Record<AddressProblem['kind'] | 'not-installed', true>> = {
  'not-installed': true,
  'address-malformed': true,
  'address-has-user': true,
  'address-too-long': true,
  'address-has-no-host': true,
  'address-port-invalid': true,
  'address-needs-tls': true,
  'plaintext-not-loopback': true,
};

/** True for errors of a server that does not work. */
export function isBroken(error: unknown): boolean {
  return error instanceof SiteError || (error instanceof ProblemError && !isUsage(error.problem));
}

/** True for errors in what the user gave. */
export function isKnown(error: unknown): boolean {
  return error instanceof ScenarioError || (error instanceof ProblemError && isUsage(error.problem));
}

function isUsage({ kind }: Problem): boolean {
  return kind in USAGE;
}
