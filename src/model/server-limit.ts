// Limits of a server that keep a run from verdicts, as data. `wording/server-limits.ts` says each in two languages.

import type { LIMITED_SERVER, SERVER_LIMITS } from '../tags/reason.ts';
import type { Words } from '../tags/table.ts';
import type { Tagged } from './data.ts';

/** Servers of which the setting to change is known. */
export type LimitedServer = Words<typeof LIMITED_SERVER>;

/** A limit that was met. */
export type ServerLimit = Tagged<typeof SERVER_LIMITS>;

/** What the server limits. */
export type LimitKind = ServerLimit['kind'];
