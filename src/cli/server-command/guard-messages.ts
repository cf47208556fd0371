// What a run and the guard of a server say to each other: one line of JSON each.

/** The first line to the guard. */
export interface Order {
  /** For /bin/sh. */
  readonly command: string;
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** File for what the server writes; what it held before is gone. */
  readonly log: string;
  /** Hidden in the log. */
  readonly secrets: readonly string[];
}

/** A later line to the guard: stop the server. The end of the input means the same, with a short grace. */
export interface StopOrder {
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly graceMs: number;
}

/** How the command of a server ended. */
export interface ServerEnd {
  /** The exit status, or null after a signal. */
  readonly status: number | null;
  readonly signal: string | null;
  /** Why the shell could not be started, or the log not be written. */
  readonly problem?: string | undefined;
}

/** A line of the guard. */
export type GuardMessage =
  /** The shell runs; its process group has this id. */
  | { readonly kind: 'started'; readonly group: number }
  /** The server ended before it was stopped, with all of its processes. */
  | { readonly kind: 'ended'; readonly end: ServerEnd }
  /** The last line: the server is stopped. */
  | {
      readonly kind: 'stopped';
      /** The last lines of the log. */
      readonly tail: readonly string[];
      /** Processes that are left. */
      readonly left: readonly number[];
    };
