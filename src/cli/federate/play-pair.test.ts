import { expect, test } from 'vitest';
import type { ReportedCheck } from '../../doctor/reported-check.ts';
import { obstaclesIn } from './play-pair.ts';

const problem = (message: string): ReportedCheck['seen'] => ({ kind: 'problem', problem: { kind: 'other', message } });

test('a way that fails is explained by what is amiss on it, in the order of the checks', () => {
  const reported: readonly ReportedCheck[] = [
    { name: 'component', status: 'missing', seen: { kind: 'remote-not-configured' } },
    {
      part: 'to peer',
      name: 'resolution',
      status: 'missing',
      seen: { kind: 'domain-unresolved', domain: 'b.example' },
    },
    { part: 'to peer', name: 'connection', status: 'not tried', seen: { kind: 'interrupted' } },
    { part: 'to peer', name: 'ping', status: 'failed', seen: problem('no answer') },
    { part: 'from peer', name: 'tls', status: 'missing', seen: { kind: 'server-plaintext' } },
  ];
  expect(obstaclesIn(reported)).toMatchObject([
    { place: 'there', check: { en: 'resolution' }, text: { en: expect.stringContaining('b.example') } },
    { place: 'there', check: { en: 'ping' }, text: { en: 'no answer' } },
  ]);
});

test('a server that fails is named, with the check in both languages', () => {
  const at = { host: '127.0.0.1', port: 5222 };
  const reported: readonly ReportedCheck[] = [
    { name: 'connection', status: 'failed', seen: { kind: 'connection-unanswered', at, timeoutMs: 100 } },
    { part: 'peer', name: 'login', status: 'failed', seen: problem('refused') },
  ];
  expect(obstaclesIn(reported)).toMatchObject([
    { place: 'server', check: { en: 'connection', zh: '连接' } },
    { place: 'peer', check: { en: 'login', zh: '登录' }, text: { en: 'refused', zh: 'refused' } },
  ]);
});

test('without a failed check there is no obstacle', () => {
  expect(obstaclesIn([{ name: 'component', status: 'missing', seen: { kind: 'remote-not-configured' } }])).toEqual([]);
});
