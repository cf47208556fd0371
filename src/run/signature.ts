// What a failing check is recognised by in another run: no address, id or time is in it.

import type { CheckResult, Failure, XmlElement } from '../model.ts';

/** One line such as `juliet/balcony: missing iq error, got iq result, at iq@type`; undefined for a check that held. */
export function signatureOf({ session, failure }: CheckResult): string | undefined {
  if (failure === undefined) return undefined;
  return `${session === '' ? 'the server' : session}: ${SAYS[failure.kind](failure)}`;
}

const SAYS: Readonly<Record<Failure['kind'], (failure: Failure) => string>> = {
  missing: ({ expected, closest, difference }) =>
    `missing ${nameOf(expected)}${closest === undefined ? '' : `, got ${nameOf(closest)}`}${at(difference)}`,
  unexpected: ({ closest }) => `unexpected ${nameOf(closest)}`,
  differs: ({ difference }) => `differs${at(difference)}`,
  departs: ({ outcome, message }) => (outcome === undefined ? message : `took the outcome "${outcome}"`),
  roster: ({ message, difference }) => `${message}${at(difference)}`,
  state: ({ message }) => message,
  features: ({ message, expected }) => `${message}: ${nameOf(expected)}`,
  passive: ({ closest }) => `sent by the server, ${nameOf(closest)}`,
};

function at(difference: Failure['difference']): string {
  return difference === undefined ? '' : `, at ${difference.path}`;
}

/** `presence unavailable`; a mark in place of the type says nothing. */
function nameOf(stanza: XmlElement | undefined): string {
  if (stanza === undefined) return 'stanza';
  const { type = '' } = stanza.attrs;
  return type === '' || type.includes('${') ? stanza.name : `${stanza.name} ${type}`;
}
