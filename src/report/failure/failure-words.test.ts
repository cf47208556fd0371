import { expect, test } from 'vitest';
import type { Failure } from '../../model/result.ts';
import { parseXml } from '../../stanza/xml.ts';
import { place } from '../report.test-kit.ts';
import { failureSentence } from './failure-words.ts';

const presence = parseXml('<presence/>');
const sentence = (failure: Omit<Failure, 'message'>, message = 'said in English', lang: 'en' | 'zh' = 'zh') =>
  failureSentence(
    { place, session: 'juliet', requirements: [], verdict: 'failed', failure: { ...failure, message } },
    lang,
  );
const difference = { path: 'iq@type', expected: '"error"', actual: '"result"' };

test('in English it is what the engine says', () => {
  expect(sentence({ kind: 'missing' }, 'juliet did not receive it', 'en')).toBe('juliet did not receive it');
});

test.each<[Omit<Failure, 'message'>, string]>([
  [{ kind: 'missing' }, 'juliet 未收到期望的节'],
  [{ kind: 'missing', closest: presence, difference }, 'juliet 未收到期望的节'],
  [{ kind: 'missing', closest: presence }, 'juliet 收到了期望的节，但顺序不符'],
  [{ kind: 'unexpected', closest: presence }, 'juliet 收到了未获允许的节'],
  [{ kind: 'differs', difference }, 'juliet 收到了该节，但 iq@type 不符'],
  [{ kind: 'violates', outcome: 'stored' }, '服务器的做法是“stored”，偏离了此要求'],
  [{ kind: 'roster', closest: presence }, '名册中有不应存在的条目'],
  [{ kind: 'roster', expected: presence }, '名册中缺少条目'],
  [{ kind: 'roster', expected: presence, closest: presence }, '名册中的条目与期望不符'],
  [{ kind: 'features', closest: parseXml('<features/>') }, '认证后的流特征中缺少此项'],
  [{ kind: 'features', closest: parseXml('<ver/>') }, '认证后的流特征中有不应出现的一项'],
])('in Chinese the kind of failure tells: %o', (failure, told) => {
  expect(sentence(failure)).toBe(told);
});

test('where the kind does not tell all, the words of the engine do', () => {
  expect(sentence({ kind: 'passive' }, 'juliet received <presence/> with no id, which nobody had sent')).toBe(
    'juliet 收到的 <presence/> 有问题：no id，且并非他人所发',
  );
});
