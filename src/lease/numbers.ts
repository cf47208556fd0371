// Every number that the room rests on, with its reason: times in milliseconds, sizes in bytes or characters.

/**
 * What goes on at once for each case that runs: clean accounts in the wash, or waiting for their next loan. A case has about two, and
 * those of two cases are in the wash. They are few enough to be removed within the time that the end of a run has. It is also what a server gets at
 * once of which nothing is known, streams for registrations and commands, and the number of cases for which such a stream is enough: a
 * registration takes 0.5 to 2 ms, and an administration tool starts a runtime of its own, up to 3 s of CPU.
 */
export const PER_JOB = 4;

/**
 * Accounts that one may have met before it is lent no more. A server may remember two users after all that they had is removed, such as
 * a denial: so no two meet again. At twice the number of accounts that live at once, most cases find two that have not met.
 */
export const MOST_MET = 64;

/**
 * Longest wait in milliseconds for the end of a session, or for its last answer: those of a case have ended before, nothing is judged any
 * more, and a server may never end one. A new session follows where one is needed.
 */
export const END_MS = 1000;

/**
 * What the end of a session costs, where a login costs 1. Cases open further sessions in their course, which go on, too: there are
 * more than a case begins with.
 */
export const COST_OF_END = 0.3;

/**
 * Accounts that are made, at most, on a server that does not remove them, where the user does not say. Half of them are for cases
 * that run at once: the largest shipped case needs 5, and most need 1 or 2. The others replace those that cannot be reset.
 */
export const MOST_MADE = 40;

/**
 * Accounts that are made, at most, where the rosters cannot be emptied either, and the user does not say: each serves one case, and the
 * largest run needs fewer.
 */
export const MOST_SPOILT = 3000;

/**
 * What has failed this many times in a row is no longer tried: removals that a server did not refuse, rounds of attempts that all expired,
 * logins without an answer, attempts to empty a roster, washes, new streams that end before they answer a registration. One slow answer
 * happens. What so many looks at an account find is removed, and one more must find nothing.
 */
export const IN_A_ROW = 3;

/**
 * More streams hide the round trips to a distant server: a removal takes 13 of them, and the end of a run has some seconds.
 * Each takes less than 10 ms of CPU time.
 */
export const MOST_STREAMS = 32;

/** Milliseconds of an answer for which as many streams more are used as nearby. */
export const SLOW_STEP_MS = 16;

/**
 * Requests of an administrator on one session, or removals, each with a login: enough at once to hide round trips, too few to look like an
 * attack.
 */
export const REQUESTS_AT_ONCE = 8;

/** A run begins with this share of the logins that may be under way, and adds one for each that did not wait. */
export const FIRST_SHARE = 1 / 4;

/** A login may wait for those beside it for this share of its timeout: everything else waits for them, too. */
export const WAIT_SHARE = 1 / 10;

/** Characters of output that are kept, enough for the last line. */
export const OUTPUT_TAIL = 4096;

/** Reasons listed; a server that gives each account a reason of its own must not fill the screen. */
export const MAX_REASONS = 5;
