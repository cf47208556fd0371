// What keeps a case without a verdict, as a baseline names it: `state-not-reached`, `fence-lost stream-error`.

import type { Problem } from '../model/problem.ts';
import type { BrokenReason, Reason } from '../model/reason.ts';
import type { LimitKind } from '../model/server-limit.ts';
import { PROBLEMS } from '../wording/problems.ts';

/** Whether the server can be at fault. What has its cause on this side or around the server is never listed. */
export const IS_OF_SERVER: Readonly<Record<BrokenReason['kind'], boolean>> = {
  'no-accounts': false,
  'login-failed': true,
  'not-sent': true,
  'component-lost': true,
  'fence-lost': true,
  'roster-not-read': true,
  'roster-get-refused': true,
  'not-connected': true,
  'ill-formed-xml': true,
  'limit-exceeded': true,
  'end-unnoticed': true,
  'sent-unproven': true,
  'state-not-reached': true,
  'request-not-redelivered': true,
  'state-needs-session': false,
  'cut-unnoticed': true,
  'servers-apart': true,
  'servers-not-restored': false,
  'late-stanzas': true,
  'came-late': true,
  'not-again': true,
  unconfirmed: false,
  unsettled: true,
  interrupted: false,
  flaky: false,
  'account-unclean': true,
  'foreign-traffic': false,
  'server-limit': true,
  bug: false,
};

/** Problems of this side, of the way to the server, or of what the user has set up: a wrong password, a secret, no common mechanism. */
const OURS: readonly Problem['kind'][] = [
  ...([
    'connection-refused',
    'host-not-found',
    'unreachable',
    'authorities-unreadable',
    'certificate-refused',
  ] as const),
  ...([
    'login-refused',
    'component-refused',
    'no-mechanism',
    'starttls-missing',
    'tls-failed',
    'tls-required',
  ] as const),
  ...([
    'negotiation-failed',
    'called-off',
    'stream-closed-by-client',
    'connection-dropped-by-client',
    'login-failed',
    'other',
  ] as const),
  ...(['id-in-use', 'session-exists', 'recipient-missing', 'sender-foreign', 'domain-shared'] as const),
  ...(['account-shared', 'run-ending'] as const),
];

/** The server did not answer in time. After several such waits, further ones are not tried: by chance, one or the other is seen. */
const SILENCE: readonly string[] = ['no-answer', 'no-arrival', 'phase-expired', 'not-tried'];

/** The limits that a cause `server-limit` can name. */
export const LIMITS: Readonly<Record<LimitKind, true>> = {
  'subscription-count': true,
  'byte-rate': true,
  registration: true,
  'stanza-size': true,
  streams: true,
};

/** The kinds of reasons that a baseline may list. */
export const LISTABLE: readonly string[] = Object.entries(IS_OF_SERVER).flatMap(([kind, is]) => (is ? [kind] : []));

/** The cause of a broken case as a baseline lists it; undefined where the server cannot be at fault. */
export function causeOf(reason: Reason | undefined): string | undefined {
  if (reason === undefined || !LISTABLE.includes(reason.kind)) return undefined;
  if (reason.kind === 'server-limit') return `${reason.kind} ${reason.limit.kind}`;
  if (!('cause' in reason)) return reason.kind;
  const { kind } = innermost(reason.cause);
  if (OURS.includes(kind)) return undefined;
  return `${reason.kind} ${SILENCE.includes(kind) ? 'no-answer' : kind}`;
}

const innermost = (problem: Problem): Problem => ('cause' in problem ? innermost(problem.cause) : problem);

/** Whether a listed cause stands for that of a case: one without a second word stands for all of its kind. */
export const standsFor = (listed: string, cause: string): boolean => listed === cause || cause.startsWith(`${listed} `);

/** What is wrong with a cause in a file: no case has it, or the server cannot be at fault. Undefined: nothing. */
export function wrongCause(listed: string): 'unknown' | 'not-of-server' | undefined {
  const [kind = '', detail, ...more] = listed.split(' ');
  if (!Object.hasOwn(IS_OF_SERVER, kind)) return 'unknown';
  if (!LISTABLE.includes(kind)) return 'not-of-server';
  if (detail === undefined) return undefined;
  const isKnown = kind === 'server-limit' ? Object.hasOwn(LIMITS, detail) : Object.hasOwn(PROBLEMS, detail);
  if (!isKnown || more.length > 0 || (SILENCE.includes(detail) && detail !== 'no-answer')) return 'unknown';
  return OURS.some((own) => own === detail) ? 'not-of-server' : undefined;
}
