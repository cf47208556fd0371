// Every number that the room rests on, with its reason: times in milliseconds, sizes in bytes or characters.

/**
 * Clean accounts that are in the wash or wait for their next loan, at most, for each case that runs at once: a case has about
 * two, and those of two cases are in the wash. They are few enough to be removed within the time that the end of a run has.
 */
export const IDLE_PER_JOB = 4;

/** The same for few jobs. The largest shipped case needs 5 accounts. */
export const MIN_IDLE = 16;

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
 * logins without an answer, attempts to empty a roster. One slow answer happens.
 */
export const IN_A_ROW = 3;

/** Looks at an account: what earlier ones find is removed, and the last one must find nothing. */
export const WASHES = 4;

/** After this many washes in a row that left an account unclean, no more are tried. */
export const MAX_UNCLEAN = 8;

/** A registration takes 0.5 to 2 ms on one stream. */
export const LEAST_STREAMS = 4;

/**
 * More streams hide the round trips to a distant server: a removal takes 13 of them, and the end of a run has some seconds.
 * Each takes less than 10 ms of CPU time.
 */
export const MOST_STREAMS = 32;

/** Cases that run at once, for each stream. */
export const JOBS_PER_STREAM = 4;

/** Milliseconds of an answer for which as many streams more are used as nearby. */
export const SLOW_STEP_MS = 16;

/** How many new streams in a row may end before they answer a registration; `retrying.ts` says which server does that. */
export const MAX_LOSSES = 2;

/** Administration tools of servers start a runtime of their own, up to 3 s of CPU: more at once only slow each other. */
export const COMMANDS_AT_ONCE = 4;

/**
 * Requests of an administrator on one session, or removals, each with a login: enough at once to hide round trips, too few to look like an
 * attack.
 */
export const REQUESTS_AT_ONCE = 8;

/** Accounts left out that the run names where no roster can be emptied: further ones say the same. */
export const MAX_TOLD = 2;

/** A run begins with this share of the logins that may be under way, and adds one for each that did not wait. */
export const FIRST_SHARE = 1 / 4;

/** A login may wait for those beside it for this share of its timeout: everything else waits for them, too. */
export const WAIT_SHARE = 1 / 10;

/** Clock ticks a second in /proc, `USER_HZ`: 100 on every architecture of Linux. */
export const TICKS_PER_SECOND = 100;

/** The boot time in /proc/stat is in whole seconds. */
export const CLOCK_SLACK_MS = 2000;

/** Characters of output that are kept, enough for the last line. */
export const OUTPUT_TAIL = 4096;

/** Reasons listed; a server that gives each account a reason of its own must not fill the screen. */
export const MAX_REASONS = 5;
