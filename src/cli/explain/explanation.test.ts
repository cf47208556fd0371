import { expect, test } from 'vitest';
import { makeCase, place, requirements } from '../../report/report.test-kit.ts';
import { loadRulings } from '../../spec/rulings.ts';
import { loadSectionTitles } from '../../spec/sections.ts';
import { parseXml } from '../../stanza/xml.ts';
import { shippedCases } from '../shipped-cases.test-kit.ts';
import { caseText } from './explain-case.ts';
import { neededNames, needText, outcomeText, permittedNames } from './explain-group.ts';
import { explanationOf, requirementText } from './explanation.ts';
import { glossaryWords, specialText } from './glossary.ts';

const explained = (id: string, lang: 'en' | 'zh' = 'en') => {
  return explanationOf(id, { ...shippedCases, cases: shippedCases.all, beside: [] }, lang);
};

test('explains a special account, and how the config file names it', () => {
  expect(explained('roster-read-only')).toBe(
    [
      'roster-read-only',
      '  an account whose roster something else manages, such as a directory: the server refuses its roster sets (RFC 6121 2.3.3)',
      '  a special account, which the config file names:',
      '    targets:',
      '      NAME:',
      '        special: { roster-read-only: { jid: user@example.org, password: "${env:NAME}" } }',
      '  skipped without it: 1 case',
      '    rfc6121/2.3.3/managed-elsewhere',
      '',
    ].join('\n'),
  );
  expect(explained('account:moved', 'zh')).toContain('已迁移到其他地址的账户');
});

test('explains whatever the shipped cases need, with and without the prefix of an account', () => {
  const needs = [...neededNames(shippedCases.all)].flatMap((need) => [need, need.replace(/^account:/, '')]);
  const specials = needs.filter((need) => need.startsWith('account:'));
  expect(specials).toHaveLength(3);
  for (const need of needs) expect(explained(need).trimEnd().split('\n').length, need).toBeGreaterThan(1);
  for (const special of specials) expect(specialText(special, false, 'en'), special).toBeDefined();
});

test('explains every word of its glossary, and every outcome that cases permit', () => {
  for (const word of [...glossaryWords(), ...permittedNames(shippedCases.all)]) {
    expect(explained(word).trimEnd().split('\n').length, word).toBeGreaterThan(1);
  }
});

test('explains a finding by its key as the rule that is not met', () => {
  const text = explained('2.3.3-d/differs-iq.type');
  expect(text).toContain('2.3.3-d/differs-iq.type  a finding: this rule is not met');
  expect(text).toContain(explained('rfc6121-2.3.3-d'));
});

const rulings = loadRulings();
const [id] = ['rfc6121-2.3.3-c'];
const session = { roster: true, answers: true, atStart: true };

test('explains a requirement in both languages, with its clauses and the cases that check it', () => {
  expect(
    requirementText(requirements.get(id)!, { cases: [makeCase('rfc6121/2.3/a')], rulings }, 'en'),
  ).toMatchInlineSnapshot(`
    "rfc6121-2.3.3-c  MUST
      RFC 6121 2.3.3 · YD/T 2936 6.4.3
      https://www.rfc-editor.org/rfc/rfc6121#section-2.3.3
      RFC: "The server MUST return a <bad-request/> stanza error to the client if the roster set contains any of the following violations: … The <query/> element contains more than one <item/> child element."
      en: Return <bad-request/> when the set holds more than one item.
      zh: 名册设置包含多个条目时，服务器必须返回<bad-request/>。
      note: Error type 'modify'. No item may be stored.
      feature: roster-set
      role: binds servers
      observed: by clients of the server
      checked by 1 case
        rfc6121/2.3/a
    "
  `);
});

test('says that a passive requirement is checked on every stanza', () => {
  expect(requirementText(requirements.get('rfc6121-9-a')!, { cases: [], rulings }, 'en')).toContain(
    'checked on every stanza that arrives',
  );
});

test('explains a case with its actors, steps and requirements', () => {
  const stanza = parseXml('<iq type="set" id="bad"><query xmlns="jabber:iq:roster"/></iq>');
  const check = { place, pattern: parseXml('<iq type="error" id="bad"/>'), proves: [id], further: [] };
  const hears = { session: 'juliet/balcony', receives: [check], may: [], inOrder: false, proves: [], place };
  const silent = { session: 'juliet/chamber', receives: [], may: [], inOrder: false, proves: [id], place };
  const aCase = makeCase('rfc6121/2.3/a', {
    actors: [
      {
        name: 'juliet',
        account: 'fresh',
        isRemote: false,
        sessions: [
          { ...session, ref: 'juliet/balcony', resource: 'balcony', presence: parseXml('<presence/>') },
          { ...session, ref: 'juliet/chamber', resource: 'chamber', roster: false, atStart: false },
        ],
      },
      { name: 'romeo', account: 'absent', isRemote: false, sessions: [] },
      {
        name: 'tybalt',
        account: 'fresh',
        isRemote: true,
        sessions: [{ ...session, ref: 'tybalt/street', resource: 'street', roster: false, answers: false }],
      },
    ],
    given: { user: 'juliet', contact: 'romeo', state: 'To + Pending In', place },
    needs: [{ feature: 'roster-get', reportedBy: 'rfc6121/2.2/get' }],
    steps: [
      { kind: 'connect', session: 'juliet/chamber', place },
      { kind: 'send', from: 'juliet/balcony', stanza, place },
      {
        kind: 'expect',
        sessions: [hears],
        alternatives: [
          { name: 'silent', sessions: [silent], violates: [], place },
          { name: 'told', sessions: [{ ...hears, session: 'juliet/chamber' }], violates: [id], place },
        ],
        proves: [],
        place,
      },
      { kind: 'roster', of: 'juliet', items: [], proves: [id], place },
      { kind: 'drop', session: 'juliet/chamber', place },
      { kind: 'state', user: 'juliet', contact: 'romeo', states: ['None', 'To'], proves: [id], place },
      {
        kind: 'features',
        session: 'juliet/balcony',
        pattern: parseXml('<ver/>', 'urn:x'),
        present: true,
        proves: [id],
        place,
      },
    ],
  });
  expect(caseText(aCase, { requirements, titles: loadSectionTitles(), rulings }, 'en')).toMatchInlineSnapshot(`
    "rfc6121/2.3/a
      A roster set is refused
      section 2.3, local, scenarios/rfc6121/2.3/set-refused.yaml:12:9
      needs roster-get (reported by rfc6121/2.2/get)

    actors
      juliet: a fresh account
        juliet/balcony: connected at the start, asks for the roster, sends <presence/>
        juliet/chamber: connected by a step, does not ask for the roster, sends no presence
      romeo: no account has this address
      tybalt: an address of the remote domain
        tybalt/street: played by the component

    given
      juliet is in state "To + Pending In" towards romeo

    steps
      1. juliet/chamber connects
      2. juliet/balcony sends
           <iq type="set" id="bad">
             <query xmlns="jabber:iq:roster"/>
           </iq>
      3. expect, and nothing else
           juliet/balcony receives
             <iq type="error" id="bad"/>
               proves rfc6121-2.3.3-c
           one of
             outcome "silent"
               juliet/chamber receives nothing (proves rfc6121-2.3.3-c)
             outcome "told" violates rfc6121-2.3.3-c
               juliet/chamber receives
                 <iq type="error" id="bad"/>
                   proves rfc6121-2.3.3-c
      4. the roster of juliet is empty (proves rfc6121-2.3.3-c)
      5. the connection of juliet/chamber breaks
      6. juliet is in state "None" or "To" towards romeo (proves rfc6121-2.3.3-c)
      7. the stream features of juliet/balcony contain (proves rfc6121-2.3.3-c)
           <ver xmlns="urn:x"/>

    requirements
      MUST  rfc6121-2.3.3-c  RFC 6121 2.3.3 · YD/T 2936 6.4.3
        Return <bad-request/> when the set holds more than one item.
    "
  `);
});

test('explains what a case does to two servers', () => {
  const aCase = makeCase('rfc6121/8.3/a', {
    steps: [
      { kind: 'network', change: 'cut', ends: [], place },
      { kind: 'network', change: 'restored', ends: [], place },
      { kind: 'network', change: 'reached', ends: [], place },
      { kind: 'network', change: 'restart', actor: 'romeo', ends: [], place },
    ],
  });
  const stepsIn = (lang: 'en' | 'zh') =>
    caseText(aCase, { requirements, titles: loadSectionTitles(), rulings }, lang)
      .split('\n')
      .filter((line) => /^ {2}\d\. /.test(line));
  expect(stepsIn('en')).toEqual([
    '  1. the streams between the two servers are cut, and new ones are refused',
    '  2. the two servers may connect to each other again',
    '  3. wait until the two servers reach each other',
    '  4. the server of romeo restarts, and all sessions on it end',
  ]);
  expect(stepsIn('zh')).toHaveLength(4);
});

test('explains what cases need: which are skipped without it, and which with it', () => {
  const needing = (id: string, feature: string) => makeCase(id, { needs: [{ feature }] });
  const pinged = Array.from({ length: 9 }, (_, at) => needing(`mine/ping-${at}`, 'disco:urn:xmpp:ping'));
  const cases = [...pinged, needing('mine/no-ping', 'no disco:urn:xmpp:ping')];
  expect(needText('disco:urn:xmpp:ping', cases, 'en')).toBe(
    [
      'disco:urn:xmpp:ping',
      '  a feature that the server lists in its service discovery (XEP-0030)',
      '  skipped without it: 9 cases',
      ...pinged.slice(0, 8).map(({ id }) => `    ${id}`),
      '    and 1 further case',
      '  skipped with it: 1 case',
      '    mine/no-ping',
      '',
    ].join('\n'),
  );
  expect(needText('disco:urn:example', cases, 'en')).toBe(undefined);
  expect([...neededNames(cases)]).toEqual(['disco:urn:xmpp:ping']);
});

test.each(['broken', 'inconclusive', '无法判定'])(
  'explains the outcome %s, which JSON and reports name differently',
  (word) => {
    expect(outcomeText(word, 'en')).toContain(`${word}\n  inconclusive: a connection ended`);
    expect(outcomeText(`un${word}`, 'en')).toBe(undefined);
  },
);
