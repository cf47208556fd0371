// Samples of every tag of every union that the catalogue words.

import type { Blame } from '../model/blame.ts';
import type { DifferenceValue, Failure } from '../model/failure.ts';
import type { Note } from '../model/note.ts';
import type { Problem } from '../model/problem.ts';
import type { Reason } from '../model/reason.ts';
import type { StanzaFault } from '../model/stanza-fault.ts';
import { parseXml } from '../stanza/xml.ts';

const at = { host: '127.0.0.1', port: 5222 };
const jid = 'juliet@a.test';
const domain = 'a.test';
const cause: Problem = { kind: 'host-not-found', host: 'b.test' };
const condition = 'forbidden';
const url = 'xmpp://a.test';
const debianPackage = 'prosody';
const template = 'adduser';
const closest = parseXml('<message/>');
const admin = { admin: 'admin@a.test', command: 'add', domain } as const;
const session = 'juliet/balcony';
const state = 'To';
const timeoutMs = 5000;
const log = ['line'];

/** One problem for each tag. */
export const PROBLEM_SAMPLES: readonly Problem[] = [
  { kind: 'connection-refused', at },
  { kind: 'host-not-found', host: domain },
  { kind: 'unreachable', at, code: 'EHOSTUNREACH' },
  { kind: 'connection-broken-off', at, code: 'ECONNRESET' },
  { kind: 'tls-failed', at, reason: 'EPROTO' },
  { kind: 'certificate-refused', at, domain, reason: 'EXPIRED' },
  { kind: 'authorities-unreadable', reason: 'PEM' },
  { kind: 'starttls-missing', at },
  { kind: 'starttls-refused', at },
  { kind: 'phase-expired', phase: 'bind', at, timeoutMs },
  { kind: 'phase-ended', phase: 'features', at, cause },
  { kind: 'negotiation-failed', at, reason: 'EPROTO' },
  { kind: 'no-mechanism', at, supported: ['PLAIN'], offered: ['ANONYMOUS'] },
  { kind: 'no-mechanism', at, supported: ['PLAIN'], offered: [] },
  { kind: 'nothing-to-negotiate', at },
  { kind: 'login-refused', jid, condition: 'not-authorized' },
  { kind: 'login-refused', jid, condition },
  { kind: 'login-failed', jid, cause },
  { kind: 'server-unproven' },
  { kind: 'challenge-malformed' },
  { kind: 'challenge-unexpected', mechanism: 'PLAIN' },
  { kind: 'tls-required' },
  { kind: 'binding-refused', condition },
  { kind: 'component-refused', at, domain, condition: 'host-unknown' },
  { kind: 'component-refused', at, domain, condition: 'conflict' },
  { kind: 'stream-closed-by-server' },
  { kind: 'connection-closed-by-server' },
  { kind: 'stream-closed-by-client' },
  { kind: 'connection-dropped-by-client' },
  { kind: 'called-off' },
  { kind: 'connection-lost', code: 'ECONNRESET' },
  { kind: 'stream-error', condition },
  { kind: 'ill-formed-xml', fault: 'comment', detail: 'detail', excerpt: '<!--' },
  { kind: 'oversized-xml', unit: 'characters', limit: 4194304 },
  { kind: 'oversized-xml', unit: 'elements', limit: 50000 },
  { kind: 'oversized-xml', unit: 'depth', limit: 128 },
  { kind: 'oversized-xml', unit: 'tag', limit: 1048576 },
  { kind: 'oversized-xml', unit: 'attributes', limit: 1000 },
  { kind: 'oversized-xml', unit: 'name', limit: 1024 },
  { kind: 'flooded', unit: 'stanzas', limit: 1000 },
  { kind: 'flooded', unit: 'bytes', limit: 4194304 },
  { kind: 'flooded', unit: 'login-elements', limit: 100 },
  { kind: 'flooded', unit: 'pings', limit: 100 },
  { kind: 'no-answer', to: 'ping', timeoutMs },
  { kind: 'no-arrival', timeoutMs },
  { kind: 'not-tried', wait: 'ping-answer', expiries: 3 },
  { kind: 'request-ended', id: 'a', cause },
  { kind: 'not-sent', cause },
  { kind: 'server-unreached', domain: 'b.example', condition: 'remote-server-timeout' },
  { kind: 'address-answers', jid },
  { kind: 'address-answers', jid, condition: 'policy-violation' },
  { kind: 'address-answers', jid, control: jid },
  { kind: 'id-in-use', id: 'a' },
  { kind: 'recipient-missing', name: 'message', from: jid },
  { kind: 'sender-foreign', from: jid, domain },
  { kind: 'session-exists', jid },
  { kind: 'domain-ended', domain, cause },
  { kind: 'domain-shared', domain },
  { kind: 'registration-not-offered', domain },
  { kind: 'registration-refused', domain, condition },
  { kind: 'registration-throttled', domain, condition, text: 'limit\u001b' },
  { kind: 'registration-asks-more', domain, fields: ['email'] },
  { kind: 'registration-unanswered', domain, cause },
  { kind: 'removal-refused', condition },
  { kind: 'removal-refused', condition, text: 'staff' },
  { kind: 'removal-unanswered' },
  { kind: 'removal-login-refused', cause },
  { kind: 'removal-uncertain', cause },
  { kind: 'removal-command-missing' },
  { kind: 'removal-not-tried' },
  { kind: 'admin-login-failed', admin: jid, cause },
  { kind: 'admin-password-unknown', admin: jid },
  { ...admin, kind: 'admin-refused', reason: condition },
  { ...admin, kind: 'admin-refused', reason: condition, text: 'limit' },
  { ...admin, kind: 'admin-form-missing' },
  { ...admin, kind: 'admin-asks-more', fields: ['email'] },
  { ...admin, kind: 'admin-unanswered', cause },
  { kind: 'command-failed', template, status: '1', output: '' },
  { kind: 'command-not-run', template, cause },
  { kind: 'command-timed-out', template, timeoutMs },
  { kind: 'account-unusable', jid, cause },
  { kind: 'accounts-short', needed: 2, given: 1 },
  { kind: 'special-account-short', name: 'moved', needed: 2 },
  { kind: 'special-account-unknown', name: 'moved' },
  { kind: 'roster-not-emptied', items: 2, tries: 3 },
  { kind: 'session-lingers', jid },
  { kind: 'account-shared', jid, seen: { kind: 'resource', resource: 'Psi' } },
  { kind: 'account-shared', jid, seen: { kind: 'item', contact: 'romeo@b.test' } },
  { kind: 'account-shared', jid, seen: { kind: 'conflict' } },
  { kind: 'run-ending' },
  { kind: 'journal-not-written', cause },
  { kind: 'directory-not-ours' },
  { kind: 'address-malformed', url },
  { kind: 'address-has-user', url },
  { kind: 'address-too-long', url, rest: '/x' },
  { kind: 'address-has-no-host', url },
  { kind: 'address-port-invalid', url, port: 'x' },
  { kind: 'address-needs-tls', url },
  { kind: 'plaintext-not-loopback', url },
  { kind: 'not-installed', program: 'prosody', debianPackage },
  { kind: 'configuration-unreadable', file: '/etc/prosody/prosody.cfg.lua', debianPackage },
  { kind: 'configuration-edited', file: '/etc/prosody/prosody.cfg.lua', debianPackage },
  { kind: 'launch-ended', target: 'prosody', log },
  { kind: 'launch-timed-out', target: 'prosody', timeoutMs, log },
  { kind: 'domain-invalid', domain },
  { kind: 'certificate-not-made', domain, cause },
  { kind: 'library-missing', debianPackage },
  { kind: 'schema-unreadable', path: '/usr/share', debianPackage },
  { kind: 'database-not-made', debianPackage, cause },
  // Says what others have said: it has no words of its own.
  { kind: 'other', message: '其他' },
];

const unreached = { kind: 'state-not-reached', state, user: 'juliet', subscription: 'none' } as const;

/** One reason for each tag. */
export const REASON_SAMPLES: readonly Reason[] = [
  { kind: 'not-run' },
  { kind: 'feature-missing', feature: 'roster-get' },
  { kind: 'feature-missing', feature: 'roster-get', reportedBy: 'rfc6121/2.1/get' },
  { kind: 'basic-missing', basic: 'ask', reportedBy: 'rfc6121/2.1/ask' },
  { kind: 'basic-missing', basic: 'roster-push', reportedBy: 'rfc6121/2.1/push', isKnown: true },
  { kind: 'feature-present', feature: 'roster-get' },
  { kind: 'no-remote-domain' },
  { kind: 'no-peer' },
  { kind: 'no-silent-domain' },
  { kind: 'no-stream-cut' },
  { kind: 'no-stream-outage' },
  { kind: 'no-server-restart' },
  { kind: 'no-special-account', name: 'moved' },
  { kind: 'no-unused-account' },
  { kind: 'too-few-accounts', needed: 2, given: 1 },
  { kind: 'limit-not-met', tried: 65536, limit: 'name' },
  { kind: 'no-accounts', cause },
  { kind: 'login-failed', session, cause },
  { kind: 'not-sent', session, cause },
  { kind: 'fence-lost', session, cause },
  { kind: 'fence-lost', session, cause, after: '<message/>' },
  { kind: 'component-lost', session, cause },
  { kind: 'component-lost', session, cause, after: '<message/>', isAlone: true },
  { kind: 'ill-formed-xml', session, cause },
  { kind: 'limit-exceeded', session, cause },
  { kind: 'end-unnoticed', session, cause },
  { kind: 'sent-unproven', session },
  { kind: 'roster-not-read', session, cause },
  { kind: 'roster-get-refused', session },
  { kind: 'not-connected', session },
  { kind: 'state-not-reached', state, user: 'juliet', subscription: 'none' },
  { kind: 'state-not-reached', state, user: 'juliet', subscription: 'none', ask: 'subscribe' },
  { ...unreached, differences: [{ kind: 'subscription', seen: 'none', expected: 'to' }] },
  { ...unreached, differences: [{ kind: 'ask', seen: false }] },
  { ...unreached, differences: [{ kind: 'ask', seen: true }] },
  { ...unreached, differences: [{ kind: 'request', seen: false }] },
  { ...unreached, differences: [{ kind: 'request', seen: true }] },
  { kind: 'request-not-redelivered', state, user: 'juliet', contact: 'romeo' },
  { kind: 'state-needs-session', state, actor: 'romeo' },
  { kind: 'cut-unnoticed' },
  { kind: 'servers-apart', session: 'juliet/balcony', cause: { kind: 'no-answer', to: 'capulet.lit', timeoutMs: 100 } },
  { kind: 'servers-not-restored', cause: { kind: 'other', message: 'EADDRINUSE' } },
  { kind: 'late-stanzas', count: 1 },
  { kind: 'came-late', lagMs: 12 },
  { kind: 'not-again', requirements: ['2.1.6-a', '2.1.6-b'] },
  { kind: 'unconfirmed', why: { kind: 'late-stanzas', count: 1 } },
  { kind: 'unsettled', settledMs: 0, neededMs: 100 },
  { kind: 'interrupted' },
  { kind: 'flaky', outcomes: [{ outcome: 'passed', count: 2 }], why: { kind: 'late-stanzas', count: 1 } },
  { kind: 'account-unclean', account: 'a@x.invalid', contact: 'b@x.invalid' },
  { kind: 'foreign-traffic', cause },
  { kind: 'server-limit', limit: { kind: 'subscription-count', allowed: 5 }, server: 'ejabberd' },
  { kind: 'server-limit', limit: { kind: 'byte-rate', bytesPerSecond: 10000 }, server: 'prosody' },
  { kind: 'server-limit', limit: { kind: 'registration' }, server: 'ejabberd' },
  { kind: 'server-limit', limit: { kind: 'stanza-size', bytes: 65536 }, server: 'other' },
  { kind: 'server-limit', limit: { kind: 'streams' }, server: 'other' },
  { kind: 'bug', stack: 'Error' },
  { kind: 'baseline-expired', entries: [{ requirement: 'rfc6121-2-a', until: '2026-01-01' }] },
];

/** One note for each tag. */
export const NOTE_SAMPLES: readonly Note[] = [
  { kind: 'connected', jid },
  { kind: 'connected', jid, isHandedOver: true },
  { kind: 'ended', cause },
  { kind: 'login-retried', cause },
  { kind: 'streams-cut' },
  { kind: 'streams-restored' },
  { kind: 'server-restarted', domain: 'capulet.lit' },
  { kind: 'late', count: 2 },
  { kind: 'left-out', count: 3, stanzas: 2000, bytes: 4194304 },
  { kind: 'transcript-left-out', count: 3, bytes: 134217728 },
];

/** One blame for each tag. */
export const BLAME_SAMPLES: readonly Blame[] = [
  { kind: 'sent', side: 'A' },
  { kind: 'delivered', side: 'B' },
  { kind: 'arrived', side: 'A' },
  { kind: 'owed', side: 'A' },
  { kind: 'answered', side: 'B' },
  { kind: 'made', side: 'A' },
  { kind: 'kept', side: 'B' },
  { kind: 'reacted', side: 'B' },
  { kind: 'apart', side: 'A' },
  { kind: 'alone', side: 'A', case: 'rfc6121/3.1.2/x[remote]' },
  { kind: 'unseen', side: 'pair' },
];

/** One fault for each tag. */
export const FAULT_SAMPLES: readonly StanzaFault[] = [
  { kind: 'item-without-jid' },
  { kind: 'item-count', count: 2 },
  { kind: 'push-sender', from: jid },
  { kind: 'full-jid-sender', from: jid },
  { kind: 'error-missing' },
  { kind: 'error-unasked' },
  { kind: 'foreign-recipient', to: jid },
  { kind: 'repeated', name: 'show', count: 2 },
  { kind: 'mixed-content', name: 'show', inner: 'b' },
  { kind: 'same-language', name: 'body', language: 'en' },
  { kind: 'element-value', name: 'show', value: 'x' },
  { kind: 'message-type', type: 'x' },
  { kind: 'id-missing' },
  { kind: 'address-scheme', address: 'xmpp:a' },
  { kind: 'answer-to-answer' },
];

/** One side of a difference for each tag. */
export const DIFFERENCE_SAMPLES: readonly DifferenceValue[] = [
  { kind: 'value', value: 'a' },
  { kind: 'element', name: 'iq' },
  { kind: 'namespace', ns: 'a' },
  { kind: 'nothing' },
  { kind: 'any' },
  { kind: 'new' },
  { kind: 'seen', value: 'a', name: 'first' },
  { kind: 'value-or-nothing', value: 'a' },
  { kind: 'one-of', values: ['a', 'b'] },
  { kind: 'language', value: 'en' },
  { kind: 'unbound', placeholder: '${v}' },
  { kind: 'children', names: ['a'] },
  { kind: 'children', names: [] },
  { kind: 'child', name: 'a' },
  { kind: 'only', count: 1 },
  { kind: 'distinct', count: 2 },
];

const difference = { path: 'iq@type', expected: { kind: 'any' }, actual: { kind: 'nothing' } } as const;
const seen = { kind: 'state', user: 'juliet', contact: 'romeo', states: ['To'] } as const;

/** One failure for each tag, and for each of its wordings. */
export const FAILURE_SAMPLES: readonly Failure[] = [
  { kind: 'missing', isOutOfOrder: false },
  { kind: 'missing', isOutOfOrder: true, closest },
  { kind: 'unexpected', closest, allowed: [] },
  { kind: 'unexpected', closest, isRepeated: true, allowed: [] },
  { kind: 'differs', difference },
  { kind: 'violates', outcome: 'stored', permitted: ['error', 'silent'] },
  { kind: 'limit', limit: 1023, outcome: 'refused' },
  { kind: 'roster', item: 'missing' },
  { kind: 'roster', item: 'differs' },
  { kind: 'roster', item: 'unexpected' },
  { ...seen, found: { name: 'None' } },
  { ...seen, found: { name: 'None' }, differences: [{ kind: 'subscription', seen: 'none', expected: 'to' }] },
  { ...seen, found: { subscription: 'odd', ask: true, pendingIn: false } },
  { kind: 'features', present: true },
  { kind: 'features', present: false },
  { kind: 'passive', closest, fault: { kind: 'id-missing' } },
];
