import { expect, test } from 'vitest';
import { readDomain } from './domain.ts';

test.each([
  'example.org',
  'localhost',
  '127.0.0.1',
  '::1',
  '[::1]',
  'my_host',
  'xn--fiq228c.localhost',
  '例子.localhost',
])('accepts the domain %s', (domain) => {
  expect(readDomain('--domain', domain)).toBe(domain);
});

test.each(['', 'a b@c', 'juliet@example.org', 'example.org/x', 'example..org', '-a', 'a-', 'a"b', 'x'.repeat(1024)])(
  'refuses %j',
  (domain) => {
    expect(() => readDomain('--domain', domain)).toThrow(
      `--domain: expected a domain, such as example.org, got "${domain}"`,
    );
  },
);
