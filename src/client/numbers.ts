// Every number of this room, with its reason: times in milliseconds.

/** A line of a driver shows a roster or messages of one case. More is no driver. */
export const MAX_LINE = 1024 * 1024;

/** Characters on standard output that are no lines of a driver: a client may log there, but not for ever. */
export const MAX_CHATTER = 4 * 1024 * 1024;

/** The last lines of what a client writes, which reports show. */
export const MAX_LOG_LINES = 15;

/** A line of a log as reports show it. */
export const MAX_LOG_LINE = 500;

/** Between SIGTERM and SIGKILL. A client that is asked to end has nothing to save. */
export const GRACE_MS = 300;

/** Killed processes end within milliseconds; a busy machine needs more. */
export const KILL_MS = 2000;

/** Between two looks at processes that are ending. */
export const POLL_MS = 10;

/** A client that has bound a resource sends its presence by then, or never: an interpreter that starts threads needs 1 s. */
export const PRESENCE_MS = 3000;

/** A driver greets when it starts, before it logs in. One that says nothing by then, after the login, has no verbs. */
export const HELLO_MS = 200;

/** What a client without answers to pings does with a stanza, it does by then. */
export const SILENT_MS = 500;

/** A lag that no clock of a busy machine tells from none: with it, a fence waits 50 ms after the last answer of any client. */
export const LEAST_LAG_MS = 10;

/** Stanzas by which the settling time is measured, one after the other. */
export const TRIALS = 5;
