import { describe, expect, test } from 'vitest';
import { externalTarget, parseAddress } from './external.ts';

describe('an address', () => {
  test.each([
    ['xmpp://im.example', { host: 'im.example', port: 5222, domain: 'im.example', tls: 'starttls' }],
    ['xmpps://im.example', { host: 'im.example', port: 5223, domain: 'im.example', tls: 'direct' }],
    ['XMPP://im.example:15222', { host: 'im.example', port: 15222, domain: 'im.example', tls: 'starttls' }],
    ['xmpp://[::1]:5222', { host: '::1', port: 5222, domain: '::1', tls: 'starttls' }],
  ])('%s says where and how', (url, expected) => {
    expect(parseAddress(url)).toEqual({ ...expected, insecure: false });
  });

  test('keeps the domain, the authorities and the leniency that were asked for', () => {
    const options = { domain: 'example', ca: 'PEM', insecure: true };
    expect(parseAddress('xmpp://127.0.0.1', options)).toMatchObject({ host: '127.0.0.1', ...options });
  });

  test.each([
    ['http://im.example', 'expected xmpp://host[:port] or xmpps://host[:port], got "http://im.example"'],
    ['im.example:5222', 'expected xmpp://host[:port] or xmpps://host[:port], got "im.example:5222"'],
    ['xmpp://', '"xmpp://" has no host; expected xmpp://host[:port]'],
    ['xmpp://:5222', '"xmpp://:5222" has no host; expected xmpp://host[:port]'],
    ['xmpp://a:0', '"xmpp://a:0" has port "0"; expected a number from 1 to 65535'],
    ['xmpp://a:65536', '"xmpp://a:65536" has port "65536"; expected a number from 1 to 65535'],
    ['xmpp://a:', '"xmpp://a:" has port ""; expected a number from 1 to 65535'],
    ['xmpp://a:5222/path', '"xmpp://a:5222/path" goes on with "/path"; expected nothing after host and port'],
    ['xmpp://a?join', '"xmpp://a?join" goes on with "?join"; expected nothing after host and port'],
    ['xmpp://me@a', '"xmpp://me@a" names a user; leave it out and give accounts separately'],
  ])('%s is refused with what to write instead', (url, message) => {
    expect(() => parseAddress(url)).toThrow(new Error(message));
  });
});

describe('plaintext', () => {
  test.each(['127.0.0.1', '127.9.8.7', '[::1]', 'localhost', 'im.localhost'])('is possible on %s', (host) => {
    expect(parseAddress(`xmpp://${host}`, { tls: 'plain' }).tls).toBe('plain');
  });

  test.each(['im.example', '10.0.0.1', '127.evil.example', 'notlocalhost'])('is refused on %s', (host) => {
    expect(() => parseAddress(`xmpp://${host}`, { tls: 'plain' })).toThrow('plaintext is for loopback addresses');
  });

  test('is refused with xmpps, which means TLS', () => {
    expect(() => parseAddress('xmpps://localhost', { tls: 'plain' })).toThrow(
      '"xmpps://localhost" means direct, but plain was asked for; xmpps:// is direct TLS, xmpp:// is not',
    );
  });
});

test('an external target is named by its address, has no traits of its own and is not stopped', async () => {
  const target = externalTarget('xmpp://im.example');
  expect(target).toMatchObject({ name: 'xmpp://im.example', ambient: [], limits: {}, special: {} });
  expect(target.cpuMs()).toBeUndefined();
  await expect(target.stop()).resolves.toBeUndefined();
});

test('an external target takes the traits of its configuration', () => {
  const traits = { name: 'staging', limits: { name: 1023 } };
  expect(externalTarget('xmpp://im.example', { traits })).toMatchObject({ ...traits, ambient: [] });
});
