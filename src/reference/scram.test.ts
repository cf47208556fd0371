import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { expect, test } from 'vitest';
import { text } from '../stanza/xml.ts';
import { connectRaw, register } from './client.test-kit.ts';
import { checkClientFinal, readClientFirst } from './scram.ts';
import { useServer } from './server.test-kit.ts';

const server = await useServer();
await register(server, 'scram');

const decode = (encoded: string) => Buffer.from(encoded, 'base64').toString();

/** Authenticates as a client (RFC 5802). */
async function authenticate(mechanism: string, password: string) {
  const digest = mechanism === 'SCRAM-SHA-1' ? 'sha1' : 'sha256';
  const hmac = (key: Buffer, message: string) => createHmac(digest, key).update(message).digest();
  const client = await connectRaw(server);
  await client.open();
  client.send(
    `<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="${mechanism}">${btoa('n,,n=scram,r=abc')}</auth>`,
  );
  const first = decode(text(await client.next()));
  const [, nonce = '', salt = '', count = ''] = /^r=(.+),s=(.+),i=(\d+)$/.exec(first) ?? [];
  const salted = pbkdf2Sync(password, Buffer.from(salt, 'base64'), Number(count), digest === 'sha1' ? 20 : 32, digest);
  const authMessage = `n=scram,r=abc,${first},c=biws,r=${nonce}`;
  const clientKey = hmac(salted, 'Client Key');
  const signature = hmac(createHash(digest).update(clientKey).digest(), authMessage);
  const proof = Buffer.from(clientKey.map((byte, i) => byte ^ signature[i]!)).toString('base64');
  client.send(`<response xmlns="urn:ietf:params:xml:ns:xmpp-sasl">${btoa(`c=biws,r=${nonce},p=${proof}`)}</response>`);
  return {
    outcome: await client.next(),
    proof: `v=${hmac(hmac(salted, 'Server Key'), authMessage).toString('base64')}`,
  };
}

test.each(['SCRAM-SHA-1', 'SCRAM-SHA-256'])('%s succeeds with the proof of the server', async (mechanism) => {
  const { outcome, proof } = await authenticate(mechanism, 'pw-scram');
  expect(outcome.name).toBe('success');
  expect(decode(text(outcome))).toBe(proof);
});

test.each(['SCRAM-SHA-1', 'SCRAM-SHA-256'])('%s refuses a wrong password', async (mechanism) => {
  expect((await authenticate(mechanism, 'wrong')).outcome.name).toBe('failure');
});

test('the example of RFC 7677 gives the printed proof', () => {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  const salted = pbkdf2Sync('pencil', salt, 4096, 32, 'sha256');
  const hmac = (word: string) => createHmac('sha256', salted).update(word).digest();
  const first = readClientFirst('n,,n=user,r=rOprNGfwEbeRWgbNEkqO')!;
  const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
  const result = checkClientFinal(`c=biws,r=${nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`, {
    mechanism: 'SCRAM-SHA-256',
    keys: { salt, storedKey: createHash('sha256').update(hmac('Client Key')).digest(), serverKey: hmac('Server Key') },
    first,
    serverMessage: `r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`,
    nonce,
  });
  expect(result).toEqual({ proof: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=' });
});
