import { expect, test } from 'vitest';
import { CERTIFICATE_FAULTS } from './connection-words.ts';
import { OBSERVATIONS, observationParts } from './doctor-words.ts';
import type { Observation } from './reported-check.ts';

const at = { host: 'a.test', port: 5222 };
const domain = 'a.test';
const jid = 'doctor@a.test';
const source = 'XEP-0202';
const problem = { kind: 'login-refused', jid, condition: 'not-authorized' } as const;
const certificate = {
  kind: 'certificate',
  subject: 'CN=a',
  names: [domain],
  issuer: 'CN=a',
  until: '2999-12-31',
  isAccepted: false,
} as const;

/** One observation for each tag, and one for each branch of a sentence. */
const measured = {
  kind: 'strict',
  trials: 9,
  late: 0,
  largestLagMs: 0,
  settleMs: 0,
  rounds: 1,
  unmeasured: [],
} as const;
const SAMPLES: readonly Observation[] = [
  { kind: 'host-is-address', host: '127.0.0.1' },
  { kind: 'host-resolved', host: domain, addresses: ['127.0.0.1', '::1'] },
  { kind: 'host-unanswered', host: domain, timeoutMs: 2000 },
  { kind: 'connected', at },
  { kind: 'connection-unanswered', at, timeoutMs: 2000 },
  { kind: 'stream-unanswered', at, timeoutMs: 5000, received: '', length: 0 },
  { kind: 'stream-unanswered', at, timeoutMs: 5000, received: '<?xml', length: 5 },
  { kind: 'stream-opened', domain },
  { kind: 'stream-refused', domain, condition: 'host-unknown' },
  { kind: 'stream-refused', domain, condition: 'conflict' },
  { kind: 'no-stream', received: '', length: 0 },
  { kind: 'no-stream', received: 'HTTP/1.1', length: 8 },
  { kind: 'stream-cut', at, received: '<?xml', length: 5 },
  { kind: 'plaintext', startTls: 'missing' },
  { kind: 'starttls', startTls: 'required', protocol: 'TLSv1.3', cipher: 'AES' },
  { kind: 'starttls-not-offered' },
  { kind: 'starttls-not-granted' },
  { kind: 'starttls-ended', condition: '' },
  { kind: 'starttls-ended', condition: 'reset' },
  { kind: 'direct-tls', protocol: 'TLSv1.3', cipher: 'AES' },
  { kind: 'direct-tls-failed', problem },
  { kind: 'no-certificate' },
  { ...certificate, faults: [] },
  { ...certificate, faults: [{ kind: 'self-signed' }, { kind: 'expired' }] },
  { ...certificate, faults: [{ kind: 'authority-unknown', code: 'X' }], isAccepted: true },
  {
    ...certificate,
    faults: [
      { kind: 'authority-other', code: 'X' },
      { kind: 'domain-other', domain },
    ],
  },
  { ...certificate, faults: [{ kind: 'not-yet-valid', from: '2999-01-01' }] },
  { kind: 'mechanism-used', offered: ['PLAIN'], used: 'PLAIN' },
  { kind: 'no-usable-mechanism', offered: [], supported: ['PLAIN'] },
  { kind: 'no-usable-mechanism', offered: ['X'], supported: ['PLAIN'] },
  { kind: 'mechanisms-need-tls', isConfigured: false },
  { kind: 'mechanisms-need-tls', isConfigured: true },
  { kind: 'registration-offered' },
  { kind: 'registration-missing' },
  { kind: 'registration-tried' },
  { kind: 'registered', jid },
  { kind: 'added-by-admin', jid, admin: 'admin@a.test' },
  { kind: 'created-by-command', jid },
  { kind: 'logged-in', jid, ms: 3 },
  { kind: 'other-domain-bound', jid, domain: 'b.test', served: domain },
  { kind: 'wrong-password', problem, option: '--account', jid },
  { kind: 'server-discarded' },
  { kind: 'account-remains', jid },
  { kind: 'account-removed', jid },
  { kind: 'account-not-removed', jid, problem },
  { kind: 'software-unnamed' },
  { kind: 'feature-offered' },
  { kind: 'feature-not-offered' },
  { kind: 'account-configured' },
  { kind: 'ping-answered', ms: 1.25 },
  { kind: 'order', order: measured },
  { kind: 'order-not-tried' },
  { kind: 'limit-met', limit: { kind: 'subscription-count', allowed: 5 }, server: 'ejabberd' },
  { kind: 'no-limit-met' },
  { kind: 'streams-failed', count: 1, of: 32, problem },
  { kind: 'clock-not-shown' },
  { kind: 'clock-unreadable', stamp: 'noon', source },
  { kind: 'clock-agrees', withinS: 1, source },
  { kind: 'clock-differs', byS: 12, isTolerable: true, source },
  { kind: 'clock-differs', byS: -90, isTolerable: false, source },
  { kind: 'remote-not-configured' },
  { kind: 'component-joined', at, domain },
  { kind: 'remote-ping-answered', jid, ms: 1.25 },
  { kind: 'message-arrived', jid },
  { kind: 'message-lost', jid, timeoutMs: 5000 },
  { kind: 'message-bounced', condition: '' },
  { kind: 'message-bounced', condition: 'forbidden' },
  { kind: 'service-found', domain, at },
  { kind: 'service-answered', domain, at },
  { kind: 'domain-resolved', domain, at },
  { kind: 'domain-unresolved', domain },
  { kind: 'server-stream-opened', domain },
  { kind: 'server-stream-refused', domain, condition: 'host-unknown' },
  { kind: 'server-tls-refused' },
  { kind: 'server-plaintext' },
  { ...certificate, kind: 'server-certificate', faults: [] },
  { ...certificate, kind: 'server-certificate', faults: [{ kind: 'self-signed' }, { kind: 'expired' }] },
  { kind: 'dialback-declared' },
  { kind: 'dialback-not-declared' },
  { kind: 'answered-across', to: jid, ms: 1.25 },
  { kind: 'refused-across', to: jid, ms: 1.25, condition: 'service-unavailable' },
  { kind: 'refused-across', to: jid, ms: 1.25, condition: '' },
  { kind: 'refused-across', to: jid, ms: 1.25, condition: 'remote-server-timeout' },
  { kind: 'refused-across', to: jid, ms: 1.25, condition: 'remote-server-not-found' },
  { kind: 'route-silent', to: jid, timeoutMs: 5000 },
  { kind: 'answer-lost', to: jid, timeoutMs: 5000 },
  { kind: 'cases-can-run', canRun: 1, selected: 2 },
  { kind: 'cases-left-out', count: 1, needs: ['roster-version'] },
  { kind: 'cases-for-others', count: 1, features: ['roster-version'] },
  { kind: 'cases-need-accounts', count: 1 },
  { kind: 'cases-need-unused-account', count: 1 },
  { kind: 'cases-need-special-account', count: 1, names: ['rosterless', 'moved'] },
  { kind: 'cases-need-remote', count: 1 },
  { kind: 'cases-need-silent-domain', count: 1 },
  { kind: 'cases-need-launched-pair', count: 2 },
  { kind: 'problem', problem },
  { kind: 'prerequisite-failed', check: 'sasl' },
  { kind: 'interrupted' },
];

const textsIn = (lang: 'en' | 'zh') =>
  SAMPLES.flatMap((seen) => Object.values(observationParts(seen, lang)).filter((text) => text !== undefined));

test('every observation and every fault of a certificate has a sample', () => {
  const kinds = new Set(SAMPLES.map(({ kind }) => kind));
  // The name of the software is the same in every language.
  expect(Object.keys(OBSERVATIONS).filter((kind) => !kinds.has(kind as Observation['kind']))).toEqual(['software']);
  const faults = SAMPLES.flatMap((seen) => (seen.kind === 'certificate' ? seen.faults : [])).map(({ kind }) => kind);
  expect(new Set<string>(faults)).toEqual(new Set(Object.keys(CERTIFICATE_FAULTS)));
});

test('every text says something in both languages, as one sentence without a full stop', () => {
  const texts = [...textsIn('en'), ...textsIn('zh')];
  expect(texts.filter((text) => text.trim() === '' || /undefined|\[object|NaN|[.。]$/.test(text))).toEqual([]);
});

test('every Chinese text is Chinese', () => {
  const isForeign = (text: string) => !/\p{Script=Han}/u.test(text) || /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(text);
  // A command is the same in every language.
  const ours = textsIn('zh').map((text) => text.replace(/`[^`]+`/, ''));
  expect(ours.filter(isForeign)).toEqual([]);
});
