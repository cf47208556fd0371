import { expect, test } from 'vitest';
import { rerunCase } from './exit-note.ts';

const PAIR = [
  ...['-t', 'ours', '--insecure', '--peer', 'theirs', '--peer-account', 'a@example.net', '--peer-proof', 'dialback'],
  ...['--peer-insecure', '--peer-plaintext', '--single', 'ours.json', '--single', 'theirs.json', '--config', 'c.yaml'],
];

test.each(['rfc6121/2.1.4/empty', 'rfc6121/3.1.2/silence[full,remote]'])('the command of %s has no peer', (id) => {
  expect(rerunCase(id, PAIR)).toEqual([id, '-t', 'ours', '--insecure', '--config', 'c.yaml']);
});

test.each(['a/own[federated]', 'a/own[full,federated]'])('the command of %s has the peer', (id) => {
  expect(rerunCase(id, PAIR)).toEqual([id, ...PAIR]);
});
