import { z } from 'zod';

const address = z.object({
  host: z.string(),
  port: z.number(),
  domain: z.string(),
  tls: z.enum(['starttls', 'direct', 'plain']),
  ca: z.string().optional(),
  insecure: z.boolean(),
});

const removal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('in-band') }),
  z.object({ kind: z.literal('admin'), admin: z.string() }),
  z.object({ kind: z.literal('command'), remove: z.string() }),
]);

const journalledAccount = z.object({
  account: z.object({ jid: z.string(), password: z.string() }),
  address,
  removal,
});

/** One line of a journal. */
export const journalEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('journal-opened'), process: z.string() }),
  journalledAccount.extend({ event: z.literal('account-created') }),
  z.object({ event: z.literal('account-removed'), jid: z.string() }),
  z.object({ event: z.literal('directory-created'), path: z.string() }),
  z.object({ event: z.literal('directory-removed'), path: z.string() }),
]);

export type JournalEvent = z.infer<typeof journalEvent>;

/** How an account is removed: by itself, by an administrator (bare JID, no password), or by a command template. */
export type Removal = z.infer<typeof removal>;

/** An account, where it is, and how it is removed. */
export type JournalledAccount = z.infer<typeof journalledAccount>;
