import { expect, test } from 'vitest';
import { publishedAt } from './version.ts';

test('says where the package is published, as an address that a reader can open', () => {
  const git = { repository: { url: 'git+https://git.example/xmppspec.git' }, homepage: 'https://xmppspec.example/' };
  expect(publishedAt(git)).toEqual({
    homepage: 'https://xmppspec.example/',
    repository: 'https://git.example/xmppspec.git',
  });
  expect(publishedAt({ repository: 'owner/xmppspec' })).toEqual({});
});
