import { expect, test } from 'vitest';
import { componentDomain } from './target-names.ts';

test.each([
  ['xmppspec.localhost', 'remote.other-xmppspec.localhost'],
  ['a.b.localhost', 'remote.other-a.localhost'],
  ['other-a.localhost', 'remote.other-other-a.localhost'],
])('for %s it is %s, which is neither below nor above it', (domain, remote) => {
  expect(componentDomain(domain)).toBe(remote);
  expect(`.${remote}`.endsWith(`.${domain}`) || `.${domain}`.endsWith(`.${remote}`)).toBe(false);
});
