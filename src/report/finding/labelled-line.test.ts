import { expect, test } from 'vitest';
import { legendLines } from './labelled-line.ts';

test('the legend says who user and contact are where a rule of RFC 6121 3.1 to 3.3 is named', () => {
  const said = (requirement: string, ...also: string[]) =>
    legendLines([{ requirement, parts: [], also }], 'en').join(' ');
  expect(said('rfc6121-3.2.2-a')).toContain('the user is the one who asks for presence');
  expect(said('rfc6121-4.3-a', 'rfc6121-3.1.6-a')).toContain('the user is the one who asks for presence');
  expect(said('rfc6121-3.4.2-a')).not.toContain('RFC 6121');
  expect(said('xep0199-4.2-a')).not.toContain('RFC 6121');
});
