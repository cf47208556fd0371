import { expect, test } from 'vitest';
import { ownRequirement, withOwn } from '../../spec/requirements.ts';
import { requirements as catalogued } from '../report.test-kit.ts';
import { standardsText } from './standards.ts';

const rule = (id: string, section: string) =>
  ownRequirement({ id, section, level: 'MUST', text: 'Answer.', link: 'https://example.org/' });
const requirements = withOwn(catalogued, [
  rule('ping', 'XEP-0199 4.2'),
  rule('pong', 'XEP-0199 4.3'),
  rule('carbons', 'XEP-0280 9'),
]);

const textOf = (...ids: readonly string[]) =>
  standardsText(
    ids.map((id) => ({ id })),
    { requirements, lang: 'en' },
  );

test.each([
  ['requirements of the catalogue', ['rfc6120-8.1.1.1-a'], 'RFC 6121 and YD/T 2936-2015'],
  ['no requirement', [], 'RFC 6121 and YD/T 2936-2015'],
  ['requirements of a scenario file alone', ['ping', 'pong'], 'XEP-0199'],
  ['requirements of two scenario files', ['ping', 'carbons'], 'XEP-0199, XEP-0280'],
  ['both kinds', ['ping', 'rfc6120-8.1.1.1-a'], 'RFC 6121 and YD/T 2936-2015, XEP-0199'],
])('a report with verdicts on %s is about: %#', (_, ids, expected) => {
  expect(textOf(...ids)).toBe(expected);
});
