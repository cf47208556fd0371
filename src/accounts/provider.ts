// What every way of making accounts has in common.

import type { Account, Connect } from '../model/session.ts';
import type { Address } from '../model/target.ts';
import type { openStream } from '../xmpp/connect.ts';

/** How to reach the server. */
export interface Reach {
  readonly address: Address;
  readonly connect: Connect;
  readonly openStream: typeof openStream;
  /** Bounds each single wait. */
  readonly timeoutMs: number;
}

/** Makes accounts and removes them. */
export interface Provider {
  /** How many accounts may be in the making, or in removal, at once. */
  readonly concurrency: number;
  /** Calls `intend` before the first byte that can make the account. Rejects with `Refused` or `Unanswered` for good. */
  create(account: Account, intend: () => void): Promise<void>;
  /** Rejects when the account may still exist; one that does not exist is removed already. */
  remove(account: Account): Promise<void>;
  /** Never rejects. */
  close(): Promise<void>;
}

/** The server made no account and will make none this way; the message names the option to use instead. */
export class Refused extends Error {}

/** No answer within the timeout, so the account may exist; asking again would only wait again. */
export class Unanswered extends Error {}

/** What to do when one way of getting accounts does not work. */
export const OTHER_WAYS = 'use --provision admin --admin JID, --account JID twice or more, or --provision command';
