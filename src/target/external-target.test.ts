import { describe, expect, test } from 'vitest';
import { externalTarget, parseAddress } from './external-target.ts';

test('is named by its address, has no traits of its own and is not stopped', async () => {
  const target = externalTarget('xmpp://im.example');
  expect(target).toMatchObject({ name: 'xmpp://im.example', ambient: [], limits: {}, special: {} });
  expect(target.cpuMs()).toBeUndefined();
  await expect(target.stop()).resolves.toBeUndefined();
});

test('takes the traits of its configuration', () => {
  const traits = { name: 'staging', limits: { name: 1023 } };
  expect(externalTarget('xmpp://im.example', { traits })).toMatchObject({ ...traits, ambient: [] });
});

describe('an address', () => {
  test.each([
    ['xmpp://im.example', { host: 'im.example', port: 5222, domain: 'im.example', tls: 'starttls' }],
    ['xmpps://im.example', { host: 'im.example', port: 5223, domain: 'im.example', tls: 'direct' }],
    ['XMPP://im.example:15222', { host: 'im.example', port: 15222, domain: 'im.example', tls: 'starttls' }],
    ['xmpp://[::1]:5222', { host: '::1', port: 5222, domain: '::1', tls: 'starttls' }],
  ])('reads %s', (url, expected) => {
    expect(parseAddress(url)).toEqual({ ...expected, insecure: false });
  });

  test('keeps the domain, the authorities and the leniency of the options', () => {
    const options = { domain: 'example', ca: 'PEM', insecure: true };
    expect(parseAddress('xmpp://127.0.0.1', options)).toMatchObject({ host: '127.0.0.1', ...options });
  });

  const FORMS = 'write xmpp://host[:port] or xmpps://host[:port]';
  const PORTS = 'give a number from 1 to 65535';

  test.each([
    ['http://im.example', `"http://im.example" is not the address of a server; ${FORMS}`],
    ['im.example:5222', `"im.example:5222" is not the address of a server; ${FORMS}`],
    ['xmpp://', `"xmpp://" has no host; ${FORMS}`],
    ['xmpp://:5222', `"xmpp://:5222" has no host; ${FORMS}`],
    ['xmpp://a:0', `"xmpp://a:0" has the port "0"; ${PORTS}`],
    ['xmpp://a:65536', `"xmpp://a:65536" has the port "65536"; ${PORTS}`],
    ['xmpp://a:', `"xmpp://a:" has the port ""; ${PORTS}`],
    ['xmpp://a:5222/path', '"xmpp://a:5222/path" continues after host and port; leave "/path" out'],
    ['xmpp://a?join', '"xmpp://a?join" continues after host and port; leave "?join" out'],
    ['xmpp://me@a', '"xmpp://(hidden)@a" names a user; leave it out, and give accounts with --account'],
  ])('refuses %s and says what to write instead', (url, message) => {
    expect(() => parseAddress(url)).toThrow(expect.objectContaining({ message }));
  });
});

describe('plaintext', () => {
  test.each(['127.0.0.1', '127.9.8.7', '[::1]', 'localhost', 'im.localhost'])('is accepted on %s', (host) => {
    expect(parseAddress(`xmpp://${host}`, { plaintext: true }).tls).toBe('plain');
  });

  test.each(['im.example', '10.0.0.1', '127.evil.example', 'notlocalhost'])('is refused on %s', (host) => {
    expect(() => parseAddress(`xmpp://${host}`, { plaintext: true })).toThrow('is not a loopback address');
  });

  test('is refused with xmpps://, which means TLS', () => {
    expect(() => parseAddress('xmpps://localhost', { plaintext: true })).toThrow(
      '"xmpps://localhost" means direct TLS, and --plaintext means none; write xmpp://, or leave --plaintext out',
    );
  });
});
