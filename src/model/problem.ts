// What went wrong with a connection, an account or a target, as data. `wording/problems.ts` says each in two languages.

import type { ACCOUNT, FOREIGN_USES, STANZA_ERROR } from '../tags/account-problem.ts';
import type { CONNECTION, ENDPOINT, FLOOD_UNIT, LOGIN, OTHER, PHASE, STREAM } from '../tags/problem.ts';
import type { Words } from '../tags/table.ts';
import type { ADDRESS, OBSTACLES, TARGET } from '../tags/target-problem.ts';
import type { DataOf, Tagged } from './data.ts';

/** How far a login has come; each wait of it is a wait for one of these. */
export type Phase = Words<typeof PHASE>;

/** Where a server listens. */
export type Endpoint = DataOf<typeof ENDPOINT>;

/** Stanzas or bytes in one step, elements before a login is complete, pings whose answers are not written yet. */
export type FloodUnit = Words<typeof FLOOD_UNIT>;

/** What can go wrong on the way to a server: host name, TCP, TLS. */
export type ConnectionProblem = Tagged<typeof CONNECTION>;

/** What can go wrong while a stream is negotiated (RFC 6120 4.3), or a component joins (XEP-0114). */
export type LoginProblem = Tagged<typeof LOGIN>;

/** What can go wrong on an open stream, and why it ended. */
export type StreamProblem = Tagged<typeof STREAM>;

/** An error answer of the server (RFC 6120 8.3). `text` is cut to a length that can be shown. */
export type StanzaError = DataOf<typeof STANZA_ERROR>;

/** What shows that something else uses an account. */
export type ForeignUse = Tagged<typeof FOREIGN_USES>;

/** What can go wrong when accounts are made, lent, emptied or removed. */
export type AccountProblem = Tagged<typeof ACCOUNT>;

/** Why the address of a server cannot be used. */
export type AddressProblem = Tagged<typeof ADDRESS>;

/** What is known to prevent a launch before it begins. */
export type LaunchObstacle = Tagged<typeof OBSTACLES>;

/** What can go wrong when a server is launched or reached. */
export type TargetProblem = Tagged<typeof TARGET>;

/** An error that has no tag of its own. */
export type OtherProblem = Tagged<typeof OTHER>;

export type Problem = ConnectionProblem | LoginProblem | StreamProblem | AccountProblem | TargetProblem | OtherProblem;
