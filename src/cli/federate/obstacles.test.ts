import { expect, test } from 'vitest';
import type { Finding } from '../../doctor/finding.ts';
import { obstaclesIn } from './obstacles.ts';

const problem = (message: string): Finding['seen'] => ({ kind: 'problem', problem: { kind: 'other', message } });

test('a way that fails is explained by what is amiss on it, in the order of the checks', () => {
  const findings: readonly Finding[] = [
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
  expect(obstaclesIn(findings, 'en')).toMatchObject([
    { place: 'there', check: 'resolution', text: expect.stringContaining('b.example') },
    { place: 'there', check: 'ping', text: 'no answer' },
  ]);
});

test('a server that fails is named, with the check in the language of the report', () => {
  const at = { host: '127.0.0.1', port: 5222 };
  const findings: readonly Finding[] = [
    { name: 'connection', status: 'failed', seen: { kind: 'connection-unanswered', at, timeoutMs: 100 } },
    { part: 'peer', name: 'login', status: 'failed', seen: problem('refused') },
  ];
  expect(obstaclesIn(findings, 'zh')).toMatchObject([
    { place: 'server', check: '连接' },
    { place: 'peer', check: '登录', text: 'refused' },
  ]);
});

test('without a failed check there is no obstacle', () => {
  expect(
    obstaclesIn([{ name: 'component', status: 'missing', seen: { kind: 'remote-not-configured' } }], 'en'),
  ).toEqual([]);
});
