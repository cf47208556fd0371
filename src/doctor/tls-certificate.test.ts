import type { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import type { Address } from '../model/target.ts';
import { observationParts } from './doctor-words.ts';
import { type CertificateFacts, judgeCertificate } from './tls-certificate.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

const address: Address = { host: '127.0.0.1', port: 5222, domain: 'im.example', tls: 'starttls', insecure: false };
const good: CertificateFacts = {
  subject: 'CN=im',
  names: ['im.example'],
  issuer: 'O=Verona CA',
  validFrom: inDays(-1),
  validTo: new Date('2999-12-31T00:00:00Z'),
  isForDomain: true,
};

function judge(changes: Partial<CertificateFacts>, settings: Partial<Address> = {}) {
  const certificate = { ...good, ...changes };
  const tls = { socket: {} as TLSSocket, protocol: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', certificate };
  const { seen, ...result } = judgeCertificate(tls, { ...address, ...settings });
  const { what, remedy } = observationParts(seen, 'en');
  return { ...result, what, remedy };
}

test('shows names, issuer and end of a valid certificate', () => {
  expect(judge({})).toEqual({
    status: 'ok',
    value: true,
    what: 'the certificate is for im.example, issued by O=Verona CA, valid until 2999-12-31; it is trusted',
    remedy: undefined,
  });
});

test.each([
  [
    'is self-signed',
    { distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT', issuer: 'CN=im' },
    {},
    /issued by itself, .*; it is self-signed$/,
    /^trust it with --ca FILE, its own PEM/,
  ],
  [
    'has an unknown authority',
    { distrust: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    {},
    /; its authority is not trusted \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)$/,
    /^trust its authority with --ca FILE/,
  ],
  [
    'was not issued by the authority given',
    { distrust: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    { ca: 'PEM' },
    /; the authority of --ca did not issue it/,
    /^give the right authority/,
  ],
  ['has expired', { distrust: 'CERT_HAS_EXPIRED', validTo: inDays(-1) }, {}, /; it has expired$/, /^renew it/],
  [
    'is valid later',
    { distrust: 'CERT_NOT_YET_VALID', validFrom: inDays(1) },
    {},
    /; it is not valid before \d{4}-\d\d-\d\d$/,
    /^compare the clocks/,
  ],
  ['is for another domain', { isForDomain: false }, {}, /; it is not for im.example$/, /with -d DOMAIN/],
])('rejects a certificate that %s and says what to do', (_, changes, settings, what, remedy) => {
  const { value, ...result } = judge(changes, settings);
  expect(result).toEqual({
    status: 'failed',
    what: expect.stringMatching(what),
    remedy: expect.stringMatching(remedy),
  });
  expect(result.remedy).toMatch(/, or accept any certificate with --insecure$/);
  expect(value).toBeUndefined();
});

test('names every fault of a certificate that --insecure accepts', () => {
  expect(judge({ distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT', isForDomain: false }, { insecure: true })).toEqual({
    status: 'ok',
    value: true,
    what: 'the certificate is for im.example, issued by O=Verona CA, valid until 2999-12-31; it is self-signed, and it is not for im.example; accepted by --insecure',
    remedy: undefined,
  });
});

test('without TLS there is no certificate to judge', () => {
  expect(judgeCertificate('plain', address)).toMatchObject({ status: 'not tried', value: true });
});
