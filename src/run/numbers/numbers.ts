// Every number that the engine rests on, with its reason: times in milliseconds, sizes in bytes or characters.

/**
 * So many times as much is no chance. A case chains relays (subscribe, push, probe, answer), and what is measured has one or two of them:
 * its fences wait for this many usual lags. And a limit of the rate, but no busy server, delays 4,000 bytes so many times as much as a ping of 150.
 */
export const MARGIN = 3;

/** The settling times of fences: a lag a little larger than all before does not make every earlier fence too short. The first is longer than
 * the small lags of a sample ask for, because the longer ones are rare. The second stands where nothing was measured: enough for a server
 * that hands stanzas to a pool of threads. What comes later than the last makes its case broken: a run cannot wait for more, and a longer lag teaches nothing.
 */
export const SETTLE_MS = [50, 100, 200, 400, 800] as const;

/** The usual lag: this share of the late stanzas has no longer one. One that is much longer may be a pause of the machine. */
export const USUAL_SHARE = 0.9;

/**
 * One bad measurement happens, two seldom. Looks at one case: two decide where both are conclusive and accuse of the same, else a third follows.
 * Timeouts of one kind in a row after which such waits are no longer tried; those that overlap count once. Pings of which the fastest
 * counts. Sessions that must be slow: a connection alone may be bad, and what is taken for a limit slows the whole run. And large stanzas
 * that are timed together: ejabberd's shaper in Debian lets the first 20,000 bytes pass.
 */
export const TRIES = 3;

/**
 * By then what was wrong for a moment only, with a server or the machine, has passed: the shortest time between a failure and a second look beside
 * first looks, and the longest for servers to connect again before they are restarted, for which one that connects as soon as it can needs a
 * second.
 */
export const RECOVERY_MS = 5000;

/**
 * For each job, beside first looks: second ones, and cases that stay after their end. Without, the further looks at ejabberd took 10 s in place of 4 s of a run of
 * 27 s, those at jabberd2 23 s in place of 10 s of 46 s. Half as many clean-ups: a case has about three accounts, and with 16 jobs those of 32 cases
 * are removed within 3 s after the last case, also on a machine that is busy.
 */
export const PER_JOB = 4;

/**
 * Further looks at the same time, which mostly wait for what does not come, by the usual number of jobs: all failures of a server that conforms in
 * most cases are looked at together. More sessions than those of this many cases are a burden for the server; more jobs take as many looks as jobs.
 */
export const MAX_LOOKS_AT_ONCE = 256;

/**
 * Longest wait for one missing thing, or for one answer of another server. A server that hands stanzas to other threads or nodes needs less
 * than 1 s.
 */
export const PATIENCE_MS = 3000;

/**
 * By then a server has done what takes it no time, also a busy one: lags of thread pools are shorter, 24,000 bytes are read in tens of milliseconds, and
 * connections that are closed are routed to no longer. It is the first wait for an answer, or before something is read again, of which each further one
 * is twice as long: a ping to a dead connection is never answered; one to another server may be lost on a stream whose end a server has not
 * noticed. A reading may be a session of its own, and ejabberd allows a user 10 by default.
 */
export const FIRST_WAIT_MS = 200;

/**
 * Rounds of pings of a fence, at most: the senders, then all, and all again. The last round is for what comes of an answer, as presence of a probe. On
 * record: none of 6,903 stanzas late with one round on prosody, 500 of 43,363 with all on ejabberd.
 */
export const MOST_ROUNDS = 3;

/** Every server must accept a stanza of 10,000 bytes (RFC 6120 13.12): only a larger one can meet a limit of the size. */
export const LEAST_BYTES = 10_000;

/**
 * No shipped case has more sessions of one user; a second look that reads a state again and again has. As many users act at the same time where the
 * order is measured, and a session sends as many messages in a burst: enough for a pool of threads to take them in another order, which it does
 * only under load.
 */
export const MANY = 8;

/**
 * Stanzas of a probe, at most. Subscription stanzas of one kind on one stream: ejabberd's mod_pres_counter allows 5 by default, and no shipped
 * case sends more than these in one session. And pings behind presence: a server that only holds answers does so no longer after six
 * (`xmpp/held-answers.ts`).
 */
export const PROBES = 12;

/** Every server must accept a stanza of 10,000 bytes (RFC 6120 13.12). */
export const PROBE_BYTES = 8_000;

/** The longest stanza of the shipped scenarios has 64 KiB of text. */
export const LARGEST_BYTES = 66_000;

/** Milliseconds of a round trip for which a run waits as long as it works, with 16 cases at once. */
export const DISTANCE_STEP_MS = 16;

/** Cases that run at once, on an ordinary server. Each has about two logins under way: of 10 ms of CPU time on both sides. */
export const JOBS = 16;

/** Cases, or logins, at once: more are a burden for an ordinary server, also of those that wait for the network and do little else. */
export const MOST_AT_ONCE = 96;

/** A login with StartTLS and SCRAM takes 12; the rest is for lost packets, and for what else is under way. */
export const LOGIN_ROUND_TRIPS = 20;

/** Milliseconds by which a delayed acknowledgement holds a stanza, at most. What takes longer is work of the server. */
export const HELD_MS = 60;

/**
 * The longest wait: for two servers to reach each other again, and for a server that reads a few bytes per second, because a run must end. A server that
 * has lost its streams waits up to 60 s before it connects (RFC 6120 3.3), and a connection takes time.
 */
export const LONGEST_WAIT_MS = 75_000;

/** Attempts before the best assignment so far is taken: far more than real lists need, a limit against n! on odd ones. */
export const MAX_TRIES = 20_000;

/**
 * Things of one kind that a case keeps, or a run of one server: stanzas of the server in a transcript (the longest of the suite has 88),
 * failed checks (no case of the suite makes more than 65), late stanzas of which the lag is kept, and results of one look each that wait for
 * further looks, where a round has fewer.
 */
export const MAX_KEPT = 500;

/**
 * The same of what is kept to be shown: kinds of unexplained stanzas, alternatives with their stanzas, and failures of a case where the room of the run is used
 * up. Reports for people show fewer.
 */
export const MOST_SHOWN = 10;

/** Characters of a text in a reason or a note (a stack trace has some 1,000), and of all where the room of the run is used up: as many as the reports for people show. */
export const MAX_TEXT = 2000;

/** Characters of the transcripts of a run, which are packed: a full one has 52 million. */
export const MAX_PACKED = 128 * 1024 * 1024;

/**
 * Bytes that are not packed, which take some four times as much memory: stanzas of all failures (those of a server that fails most cases
 * have 10 MB), and of the transcripts of the cases under way.
 */
export const MAX_UNPACKED = MAX_PACKED / 4;
