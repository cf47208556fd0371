// What a server is.

/** Name and version of a server, as the server reports them, or as known otherwise; empty when unknown. */
export interface Software {
  readonly software: string;
  readonly version: string;
  /** The system on which it runs, as it reports it (XEP-0092), or as known otherwise; absent: not known. */
  readonly os?: string | undefined;
  /** The installed package with its version, where it says more than name and version; absent: not known. */
  readonly package?: string | undefined;
}
