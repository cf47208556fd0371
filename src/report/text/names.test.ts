import { expect, test } from 'vitest';
import { createRename } from './names.ts';

test('names an address in capitals by its account', () => {
  const rename = createRename({ juliet: 'xs-1@localhost', 'juliet/balcony': 'xs-1@localhost/balcony' });
  expect(rename('XS-1@localhost/garden and xs-1@localhost/balcony')).toBe(
    '${capitals:juliet}/garden and ${juliet/balcony}',
  );
});
