import { expect, test } from 'vitest';
import { givenText } from './situation-text.ts';

test.each([
  ['None', "neither juliet nor romeo receives the other's presence"],
  ['To', 'juliet receives the presence of romeo, romeo does not receive that of juliet'],
  [
    'From + Pending Out',
    'romeo receives the presence of juliet, juliet does not receive that of romeo, a request of juliet is pending',
  ],
  [
    'None + Pending Out+In',
    "neither juliet nor romeo receives the other's presence, a request of juliet is pending, a request of romeo is pending",
  ],
  ['Both', "juliet and romeo receive each other's presence"],
])('the state %s means: %s', (state, meaning) => {
  const text = givenText({ user: 'juliet', contact: 'romeo', state }, 'en');
  expect(text).toBe(`juliet is in subscription state "${state}" towards romeo: ${meaning}`);
});
