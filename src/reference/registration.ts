// XEP-0077: in-band registration before and after login.

import type { XmlElement } from '../model/xml.ts';
import { isLocal, prepare } from '../stanza/jid.ts';
import { child, element, elements, NS } from '../stanza/xml.ts';
import { addAccount, changePassword, removeAccount } from './account.ts';
import type { Resource, ServerState } from './server-state.ts';
import type { ErrorCondition } from './stanza.ts';
import { childText, resultOf } from './stanza.ts';

/** Whether an IQ is about registration. */
export function isRegistration(iq: XmlElement): boolean {
  return child(iq, 'query', NS.register) !== undefined;
}

/** Answers a registration request before login: returns the form, or adds an account. */
export function registerBeforeLogin(server: ServerState, iq: XmlElement): XmlElement | ErrorCondition {
  const query = child(iq, 'query', NS.register);
  const type = iq.attrs['type'];
  if (query && type === 'get') return resultOf(iq, [form()]);
  if (!query || type !== 'set' || child(query, 'remove')) return 'bad-request';
  const refusal = createAccount(server, childText(query, 'username') ?? '', childText(query, 'password') ?? '');
  return refusal ?? resultOf(iq);
}

/** Adds an account. Returns the condition of an error when that is not possible. */
export function createAccount(server: ServerState, username: string, password: string): ErrorCondition | undefined {
  const local = prepare(username);
  if (local === '' || password === '') return 'not-acceptable';
  if (!isLocal(local)) return 'jid-malformed';
  if (server.accounts.has(local)) return 'conflict';
  addAccount(server, { local, password }, 'ordinary');
  return undefined;
}

/** Answers that the account is registered. */
export function showRegistration(_server: ServerState, { account, send }: Resource, iq: XmlElement): undefined {
  const registered = [field('registered'), field('username', account.local), field('password')];
  send(resultOf(iq, [element('query', NS.register, {}, registered)]));
}

/** Cancels the account (XEP-0077 3.2) or changes its password (3.3). */
export function changeRegistration(
  server: ServerState,
  resource: Resource,
  iq: XmlElement,
): ErrorCondition | undefined {
  const [query] = elements(iq);
  const { account } = resource;
  if (query && child(query, 'remove')) {
    resource.send(resultOf(iq));
    removeAccount(server, account);
    return undefined;
  }
  const password = query && childText(query, 'password');
  const username = query && childText(query, 'username');
  if (!password || username === undefined || prepare(username) !== account.local) return 'bad-request';
  changePassword(account, password);
  resource.send(resultOf(iq));
  return undefined;
}

function form(): XmlElement {
  const instructions = 'Choose a username and a password.';
  return element('query', NS.register, {}, [field('instructions', instructions), field('username'), field('password')]);
}

function field(name: string, value = ''): XmlElement {
  return element(name, NS.register, {}, value === '' ? [] : [value]);
}
