import { expect, test } from 'vitest';
import { fileNames, pairsOf } from './pairs.ts';

test('three servers give nine cells: each alone, then every ordered pair', () => {
  expect(pairsOf(['a', 'b', 'c']).map(({ server, peer }) => `${server}${peer}`)).toEqual([
    ...['aa', 'bb', 'cc'],
    ...['ab', 'ac', 'ba', 'bc', 'ca', 'cb'],
  ]);
});

test('refuses one server, and a server that is given twice', () => {
  expect(() => pairsOf(['a'])).toThrow('expected at least two servers, got 1');
  expect(() => pairsOf(['a', 'b', 'a'])).toThrow(
    '"a" is given twice; give two servers of one kind two names in the config file',
  );
});

test('names the files of a pair by its servers', () => {
  expect(fileNames(pairsOf(['prosody', 'ejabberd']))).toEqual([
    'prosody',
    'ejabberd',
    'prosody+ejabberd',
    'ejabberd+prosody',
  ]);
});

test.each([
  ['xmpp://im.example.org:5223', 'im.example.org-5223'],
  ['xmpp://[::1]', '-1-'],
  ['../etc/passwd', '-etc-passwd'],
  ['测试', '测试'],
])('makes a name of a file in the directory of %s', (server, name) => {
  expect(fileNames([{ server, peer: server }])).toEqual([name]);
});

test('no two files have one name, whatever their case, and none that of the page', () => {
  const names = fileNames(pairsOf(['a/b', 'a b', 'A-B', 'index'])).map((name) => name.toLowerCase());
  expect(new Set([...names, 'index']).size).toBe(17);
});
