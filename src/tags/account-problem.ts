// What went wrong when accounts were made, lent, emptied or removed.

import type { Table } from './table.ts';

/** What shows that something else uses an account. */
export const FOREIGN_USES = {
  /** Presence of a resource that the run has not bound. */
  resource: { resource: 'text' },
  /** A roster item that no stanza of the case named. */
  item: { contact: 'text' },
  /** A session of the run was ended with the stream error `conflict` (RFC 6120 4.9.3.3). */
  conflict: {},
} as const satisfies Table;

/** An error answer of the server (RFC 6120 8.3). `text` is cut to a length that can be shown. */
export const STANZA_ERROR = { condition: 'text', text: 'text?' } as const;

/** An ad-hoc command of an administrator (XEP-0133) that did not work. `admin` is a bare JID. */
const command = { admin: 'text', command: 'add|delete', domain: 'text' } as const;

const cause = 'problem';

/** What can go wrong with accounts. */
export const ACCOUNT = {
  // An account cannot be registered in band, or cancel its registration (XEP-0077). `domain` is that of the server.
  'registration-not-offered': { domain: 'text' },
  /** The server answered with this error condition, and perhaps a text. */
  'registration-refused': { domain: 'text', ...STANZA_ERROR },
  /** What the server says is about the password: it breaks a policy. */
  'registration-password-refused': { domain: 'text', ...STANZA_ERROR },
  /** What the server says is about invitations: without one, nobody registers. */
  'registration-by-invitation': { domain: 'text', ...STANZA_ERROR },
  /** The server limits how many accounts register, or how fast. */
  'registration-throttled': { domain: 'text', ...STANZA_ERROR },
  /** The form requires fields that we have no value for. */
  'registration-asks-more': { domain: 'text', fields: 'text[]' },
  'registration-unanswered': { domain: 'text', cause },
  'removal-refused': STANZA_ERROR,
  /** The server closed the stream instead of answering, and the account is still there. */
  'removal-unanswered': {},
  /** The server refuses the login, but the account exists: its name cannot be registered. */
  'removal-login-refused': { cause },
  /** The server refuses the login and a registration, so it is not known whether the account exists. */
  'removal-uncertain': { cause },
  'removal-command-missing': {},
  /** The run ended before the removal was tried or answered. */
  'removal-not-tried': {},

  // An administrator cannot add or delete accounts (XEP-0133).
  'admin-login-failed': { admin: 'text', cause },
  'admin-password-unknown': { admin: 'text' },
  /** `reason` is an error condition, perhaps with a text, or the text of the server's error note (XEP-0050 4.4). */
  'admin-refused': { ...command, reason: 'text', text: 'text?' },
  'admin-form-missing': command,
  'admin-asks-more': { ...command, fields: 'text[]' },
  'admin-unanswered': { ...command, cause },

  // A command of the user's, given as a template, made or removed no account. `template` is cut to its program: the rest may hold passwords.
  /** `status` is the exit code or the signal; `output` the last line of what it wrote, without passwords. */
  'command-failed': { template: 'text', status: 'text', output: 'text' },
  'command-not-run': { template: 'text', cause },
  'command-timed-out': { template: 'text', timeoutMs: 'number' },

  // Existing accounts cannot be lent.
  /** An account given by the user cannot be used. */
  'account-unusable': { jid: 'text', cause },
  'accounts-short': { needed: 'number', given: 'number' },
  /** The server does not remove accounts, and the run has made as many as it may. `cause`: why the earlier ones do not suffice. */
  'accounts-capped': { most: 'number', cause },
  /** A case asks for a special account more than once. */
  'special-account-short': { name: 'text', needed: 'number' },
  'special-account-unknown': { name: 'text' },
  /** The roster of an account given by the user still has items. */
  'roster-not-emptied': { items: 'number', tries: 'number' },
  /** An earlier session of this run on a lent account is still available: the server has not noticed its end. */
  'session-lingers': { jid: 'text' },
  /** Something else uses an existing account during the run. */
  'account-shared': { jid: 'text', seen: 'foreignUse' },
  'run-ending': {},

  // The journal of what to remove cannot be kept or followed.
  'journal-not-written': { cause },
  /** A journal names a directory that xmppspec cannot have made. */
  'directory-not-ours': {},
} as const satisfies Table;
