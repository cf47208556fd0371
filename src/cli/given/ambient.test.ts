import { expect, test } from 'vitest';
import { parseXml } from '../../stanza/xml.ts';
import { mustBeChinese } from '../../wording/chinese.test-kit.ts';
import type { UsageError } from '../../wording/usage.ts';
import { shippedCases } from '../shipped-cases.test-kit.ts';
import { checkAmbient } from './ambient.ts';

const place = { file: 'c.yaml', line: 4, col: 15 };

function refusal(xml: string): string {
  try {
    checkAmbient([{ pattern: parseXml(xml), place }], shippedCases.all);
    return '';
  } catch (error) {
    const { en, zh } = (error as UsageError).texts;
    mustBeChinese(zh);
    return en;
  }
}

test.each([
  '<presence/>',
  '<message/>',
  '<message type="headline"/>',
  '<message type="error"/>',
  '<presence type="unavailable"/>',
  '<presence type="subscribe"/>',
  '<iq/>',
  '<iq type="result"/>',
  '<iq type="get"/>',
  '<iq type="set"><query xmlns="jabber:iq:roster"/></iq>',
  '<message from="${any}"/>',
])('refuses a pattern that takes what a rule is about, with its place: %s', (xml) => {
  expect(refusal(xml)).toMatch(/^c\.yaml:4:15 this pattern would take a stanza that rfc6121\/\S+ is about;/);
});

test.each([
  '<message type="headline" from="${domain}"/>',
  '<message from="news.${domain}"/>',
  '<message><event xmlns="http://jabber.org/protocol/pubsub#event"/></message>',
  '<iq type="get" from="${domain}"><query xmlns="jabber:iq:version"/></iq>',
  '<presence from="room@conference.${domain}/nick"/>',
])('takes what a module of the server sends: %s', (xml) => {
  expect(refusal(xml)).toBe('');
});
