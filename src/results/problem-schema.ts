// Problems in a JSON report: the fields of each tag of model/problem.ts. A tag or a field that differs does not compile.

import { z } from 'zod';
import type { Problem } from '../model/problem.ts';
import { type Differing, taggedUnion, texts } from './report-schema-parts.ts';

const text = z.string();
const number = z.number();
const at = z.object({ host: text, port: number });
const phase = z.enum(['connect', 'tls', 'features', 'authenticate', 'bind', 'handshake', 'online']);
const stanzaError = { condition: text, text: text.optional() };
const wait = z.enum(['login', 'roster-result', 'ping-answer', 'stanza-after-drop', 'notice-of-end']);
const command = { admin: text, command: z.enum(['add', 'delete']), domain: text };
/** See `XmlFault`. */
export const xmlFault = z.enum([
  'ill-formed',
  'comment',
  'processing-instruction',
  'document-type',
  'invalid-utf-8',
  'byte-order-mark',
  'other-encoding',
]);
const cause: z.ZodType<Problem> = z.lazy(() => problemSchema);

const CONNECTION = {
  'connection-refused': { at },
  'host-not-found': { host: text },
  unreachable: { at, code: text },
  'connection-broken-off': { at, code: text },
  'tls-failed': { at, reason: text },
  'certificate-refused': { at, domain: text, reason: text },
  'authorities-unreadable': { reason: text },
  'starttls-missing': { at },
  'starttls-refused': { at },
};

const LOGIN = {
  'phase-expired': { phase, at, timeoutMs: number },
  'phase-ended': { phase, at, cause },
  'negotiation-failed': { at, reason: text },
  'no-mechanism': { at, supported: texts, offered: texts },
  'nothing-to-negotiate': { at },
  'login-refused': { jid: text, condition: text },
  'login-failed': { jid: text, cause },

  'server-unproven': {},
  'challenge-malformed': {},
  'challenge-unexpected': { mechanism: text },
  'tls-required': {},

  'binding-refused': { condition: text },
  'component-refused': { at, domain: text, condition: text },
};

const STREAM = {
  'stream-closed-by-server': {},
  'connection-closed-by-server': {},
  'stream-closed-by-client': {},
  'connection-dropped-by-client': {},
  'called-off': {},
  'connection-lost': { code: text },
  'stream-error': { condition: text },
  'ill-formed-xml': { fault: xmlFault, detail: text, excerpt: text },
  'oversized-xml': {
    unit: z.enum(['characters', 'elements', 'depth', 'tag', 'attributes', 'name']),
    limit: number,
  },
  flooded: { unit: z.enum(['stanzas', 'bytes', 'login-elements', 'pings']), limit: number },
  'no-answer': { to: text, timeoutMs: number },
  'no-arrival': { timeoutMs: number },
  'not-tried': { wait, expiries: number },
  'request-ended': { id: text, cause },
  'not-sent': { cause },
  'server-unreached': { domain: text, condition: text },
  'address-answers': { jid: text, condition: text.optional(), control: text.optional() },
  'id-in-use': { id: text },
  'recipient-missing': { name: text, from: text },
  'sender-foreign': { from: text, domain: text },
  'session-exists': { jid: text },
  'domain-ended': { domain: text, cause },
  'domain-shared': { domain: text },
};

const foreignUse = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('resource'), resource: text }),
  z.object({ kind: z.literal('item'), contact: text }),
  z.object({ kind: z.literal('conflict') }),
]);

const ACCOUNT = {
  'registration-not-offered': { domain: text },
  'registration-refused': { domain: text, ...stanzaError },
  'registration-password-refused': { domain: text, ...stanzaError },
  'registration-by-invitation': { domain: text, ...stanzaError },
  'registration-throttled': { domain: text, ...stanzaError },
  'registration-asks-more': { domain: text, fields: texts },
  'registration-unanswered': { domain: text, cause },
  'removal-refused': stanzaError,
  'removal-unanswered': {},
  'removal-login-refused': { cause },
  'removal-uncertain': { cause },
  'removal-command-missing': {},
  'removal-not-tried': {},
  'admin-login-failed': { admin: text, cause },
  'admin-password-unknown': { admin: text },
  'admin-refused': { ...command, reason: text, text: text.optional() },
  'admin-form-missing': command,
  'admin-asks-more': { ...command, fields: texts },
  'admin-unanswered': { ...command, cause },
  'command-failed': { template: text, status: text, output: text },
  'command-not-run': { template: text, cause },
  'command-timed-out': { template: text, timeoutMs: number },
  'account-unusable': { jid: text, cause },
  'accounts-short': { needed: number, given: number },
  'accounts-capped': { most: number, cause },
  'special-account-short': { name: text, needed: number },
  'special-account-unknown': { name: text },
  'roster-not-emptied': { items: number, tries: number },
  'session-lingers': { jid: text },
  'account-shared': { jid: text, seen: foreignUse },
  'run-ending': {},
  'journal-not-written': { cause },
  'directory-not-ours': {},
};

const TARGET = {
  'address-malformed': { url: text },
  'address-has-user': { url: text },
  'address-too-long': { url: text, rest: text },
  'address-has-no-host': { url: text },
  'address-port-invalid': { url: text, port: text },
  'address-needs-tls': { url: text },
  'plaintext-not-loopback': { url: text },
  'not-installed': { program: text, debianPackage: text },
  'configuration-unreadable': { file: text, debianPackage: text },
  'configuration-edited': { file: text, debianPackage: text },
  'launch-ended': { target: text, log: texts },
  'launch-timed-out': { target: text, timeoutMs: number, log: texts },
  'domain-invalid': { domain: text },
  'certificate-not-made': { domain: text, cause },
  'library-missing': { debianPackage: text },
  'schema-unreadable': { path: text, debianPackage: text },
  'database-not-made': { debianPackage: text, cause },
};

const OTHER = { other: { message: text } };

export const problemSchema = taggedUnion({ ...CONNECTION, ...LOGIN, ...STREAM, ...ACCOUNT, ...TARGET, ...OTHER });

({}) satisfies Record<Differing<z.output<typeof problemSchema>, Problem>, never>;
