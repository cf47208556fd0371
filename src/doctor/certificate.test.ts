import type { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import type { Address } from '../model/target.ts';
import { judgeCertificate } from './certificate.ts';
import type { CertificateFacts } from './diagnose-tls.ts';

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
  return judgeCertificate(tls, { ...address, ...settings }, 'en');
}

test('a good certificate is told with names, issuer and end', () => {
  expect(judge({})).toMatchInlineSnapshot(`
    {
      "status": "ok",
      "text": "for im.example, issued by O=Verona CA, valid until 2999-12-31; it is trusted",
      "value": true,
    }
  `);
});

test.each([
  [
    'is self-signed',
    { distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT', issuer: 'CN=im' },
    {},
    /it is self-signed$/,
    /^trust it with --ca/,
  ],
  [
    'has an unknown authority',
    { distrust: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    {},
    /its authority is not trusted/,
    /^trust that with --ca/,
  ],
  [
    'is not of the authority given',
    { distrust: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    { ca: 'PEM' },
    /the authority of --ca/,
    /the right one/,
  ],
  ['has expired', { distrust: 'CERT_HAS_EXPIRED', validTo: inDays(-1) }, {}, /; it has expired$/, /^renew it/],
  [
    'is for later',
    { distrust: 'CERT_NOT_YET_VALID', validFrom: inDays(1) },
    {},
    /; it is not valid before/,
    /^compare the clocks/,
  ],
  ['is for another domain', { isForDomain: false }, {}, /; it is not for im.example$/, /with -d DOMAIN/],
])('a certificate that %s is told with what to do', (_, changes, settings, text, remedy) => {
  const seen = judge(changes, settings);
  expect(seen).toMatchObject({
    status: 'failed',
    text: expect.stringMatching(text),
    remedy: expect.stringMatching(remedy),
  });
  expect(seen.remedy).toMatch(/or accept any certificate with --insecure$/);
  expect(seen.value).toBeUndefined();
});

test('two troubles are both told, and --insecure goes on all the same', () => {
  const seen = judge({ distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT', isForDomain: false }, { insecure: true });
  expect(seen).toMatchInlineSnapshot(`
    {
      "status": "ok",
      "text": "for im.example, issued by O=Verona CA, valid until 2999-12-31; it is self-signed, and it is not for im.example; accepted by --insecure",
      "value": true,
    }
  `);
});

test('without TLS there is none', () => {
  expect(judgeCertificate('plain', address, 'en')).toMatchObject({ status: 'not tried', value: true });
});
