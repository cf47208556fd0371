import { expect, test } from 'vitest';
import { remoteDomainBeside } from './remote-domain.ts';

test.each([
  ['xmppspec.localhost', 'remote.other-xmppspec.localhost'],
  ['a.b.localhost', 'remote.other-a.localhost'],
  ['other-a.localhost', 'remote.other-other-a.localhost'],
])('beside %s there is %s, which is neither below it nor above it', (domain, remote) => {
  expect(remoteDomainBeside(domain)).toBe(remote);
  expect(`.${remote}`.endsWith(`.${domain}`) || `.${domain}`.endsWith(`.${remote}`)).toBe(false);
});
