// What a run tells the process that started it.

/** The environment variable of a run whose parent process wants messages. */
export const PROGRESS_WANTED = 'XMPPSPEC_PROGRESS';

/** How far a run is. */
export interface RunProgress {
  /** Cases, and those that were looked at once. */
  readonly total: number;
  readonly done: number;
  /** Those that no other look may change. */
  readonly failed: number;
  readonly warned: number;
  readonly broken: number;
  /** Cases that are looked at again now, and how many of them have been; absent: these are first looks. */
  readonly again?: { readonly count: number; readonly done: number } | undefined;
}
