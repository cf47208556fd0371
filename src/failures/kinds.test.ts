import { expect, test } from 'vitest';
import type { Failure } from '../model/failure.ts';
import { parseXml } from '../stanza/xml.ts';
import { failureText } from './kinds.ts';

const presence = parseXml('<presence/>');
const difference = {
  path: 'iq@type',
  expected: { kind: 'value', value: 'error' },
  actual: { kind: 'value', value: 'result' },
} as const;
const state = { kind: 'state', user: 'juliet', contact: 'romeo', states: ['To', 'Both'] } as const;

test.each<[Failure, string, string]>([
  [
    { ...state, found: { name: 'None + Pending Out' } },
    'juliet\'s subscription to romeo is "None + Pending Out" (subscription="none" ask="subscribe"); expected "To" (subscription="to") or "Both" (subscription="both")',
    'juliet 对 romeo 的订阅状态是“None + Pending Out”（subscription="none" ask="subscribe"），而不是“To”（subscription="to"）或“Both”（subscription="both"）',
  ],
  [
    { kind: 'missing', isOutOfOrder: false, closest: presence, difference },
    'juliet did not receive the expected stanza',
    'juliet 未收到期望的节',
  ],
  [
    { kind: 'missing', isOutOfOrder: true, closest: presence },
    'juliet received the stanza, but not in the required order',
    'juliet 收到了期望的节，但顺序不符',
  ],
  [
    { kind: 'unexpected', closest: presence, allowed: [] },
    'juliet received an unexpected stanza',
    'juliet 收到了未获允许的节',
  ],
  [
    { kind: 'differs', difference },
    'juliet received the stanza, but iq@type differs',
    'juliet 收到了该节，但 iq@type 不符',
  ],
  [
    { kind: 'violates', outcome: 'stored', permitted: ['error', 'silent'] },
    'the server\'s behaviour "stored" violates this requirement; permitted here: "error" or "silent"',
    '服务器的做法是“stored”，偏离了此要求；此处允许：“error”或“silent”',
  ],
  [{ kind: 'roster', item: 'missing' }, 'the roster lacks an item', '名册中缺少条目'],
  [
    { ...state, states: ['To'], found: { name: 'None + Pending In' } },
    'juliet\'s subscription to romeo is "None + Pending In" (subscription="none" or no item, and a request of romeo is pending); expected "To" (subscription="to")',
    'juliet 对 romeo 的订阅状态是“None + Pending In”（subscription="none" 或没有条目，且 romeo 的请求待定），而不是“To”（subscription="to"）',
  ],
  [
    { ...state, found: { subscription: 'odd', ask: true, pendingIn: true } },
    'juliet\'s subscription to romeo is none of RFC 6121 A.1 (subscription="odd" ask="subscribe", and a request of romeo is pending); expected "To" (subscription="to") or "Both" (subscription="both")',
    'juliet 对 romeo 的订阅状态是 RFC 6121 A.1 所列之外的状态（subscription="odd" ask="subscribe"，且 romeo 的请求待定），而不是“To”（subscription="to"）或“Both”（subscription="both"）',
  ],
  [
    { kind: 'features', present: false },
    'the stream features after authentication hold one that should not be there',
    '认证后的流特征中有不应出现的一项',
  ],
  [
    { kind: 'passive', closest: presence, fault: { kind: 'id-missing' } },
    'juliet received <presence/> with no id, which no client had sent',
    'juliet 收到的 <presence/> 有问题：没有 id，且并非其他客户端所发',
  ],
])('%o is worded in both languages', (failure, en, zh) => {
  expect(failureText(failure, 'juliet', 'en')).toBe(en);
  expect(failureText(failure, 'juliet', 'zh')).toBe(zh);
});
