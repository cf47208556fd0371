// What went wrong with a connection, an account or a target, as data. `wording/problems.ts` says each in two languages.

/** How far a login has come; each wait of it is a wait for one of these. */
export type Phase = 'connect' | 'tls' | 'features' | 'authenticate' | 'bind' | 'handshake' | 'online';

/** What can go wrong between us and a server, from the first packet to the last. */
export type ConnectionProblem =
  /** A request, or the message that `to` names, was not answered within the timeout. */
  | { readonly kind: 'no-answer'; readonly to: string; readonly timeoutMs: number }
  /** Waits of this kind have expired so often in a row that they are no longer tried in this run. */
  | { readonly kind: 'not-tried'; readonly wait: string; readonly expiries: number };

/** What can go wrong when accounts are made, lent, emptied or removed. */
export type AccountProblem =
  /** An account given by the user cannot be used. */
  { readonly kind: 'account-unusable'; readonly jid: string; readonly cause: Problem };

/** What can go wrong when a server is launched or reached. */
export type TargetProblem =
  /** A program that the target needs is not installed. */
  { readonly kind: 'not-installed'; readonly program: string; readonly debianPackage: string };

/** An error that has no tag of its own: the message of the system or of a library, in whatever language it is. */
export interface OtherProblem {
  readonly kind: 'other';
  readonly message: string;
}

export type Problem = ConnectionProblem | AccountProblem | TargetProblem | OtherProblem;
