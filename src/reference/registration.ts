// How accounts come and go: in-band registration (XEP-0077), and commands of the administrator (XEP-0133 4.1, 4.2).

import type { XmlElement } from '../model/xml.ts';
import { isLocal, parseJid, prepare } from '../stanza/jid.ts';
import { child, element, elements, NS, text } from '../stanza/xml.ts';
import { addAccount, changePassword, removeAccount } from './account.ts';
import { accountAt } from './availability.ts';
import type { Resource, ServerState } from './server-state.ts';
import { childText, type ErrorCondition, resultOf } from './stanza.ts';

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

type Fields = ReadonlyMap<string, readonly string[]>;

interface Command {
  /** Names and types of the form's fields. */
  readonly fields: Readonly<Record<string, string>>;
  run(server: ServerState, fields: Fields): ErrorCondition | undefined;
}

const COMMAND_BY_NODE: Readonly<Record<string, Command>> = {
  [`${NS.admin}#add-user`]: {
    fields: { accountjid: 'jid-single', password: 'text-private', 'password-verify': 'text-private' },
    run: addUser,
  },
  [`${NS.admin}#delete-user`]: { fields: { accountjids: 'jid-multi' }, run: deleteUsers },
};

/** Runs one stage of a command: returns the form, or executes a submitted form. */
export function runCommand(server: ServerState, resource: Resource, iq: XmlElement): ErrorCondition | undefined {
  const [request] = elements(iq);
  const node = request?.attrs['node'] ?? '';
  const command = COMMAND_BY_NODE[node];
  if (!request || !command) return 'item-not-found';
  if (resource.account.jid !== server.admin) return 'forbidden';
  const sessionid = request.attrs['sessionid'] ?? server.uniqueId();
  const reply = (status: string, children: readonly XmlElement[]) =>
    resource.send(resultOf(iq, [element('command', NS.commands, { node, sessionid, status }, children)]));
  if (request.attrs['action'] === 'cancel') return void reply('canceled', []);
  const submitted = child(request, 'x', NS.data);
  if (!submitted) return void reply('executing', [formOf(command)]);
  const refusal = command.run(server, readFields(submitted));
  if (!refusal) reply('completed', []);
  return refusal;
}

function addUser(server: ServerState, fields: Fields): ErrorCondition | undefined {
  const jid = parseJid(first(fields, 'accountjid'));
  const password = first(fields, 'password');
  if (jid?.domain !== server.domain || jid.resource !== '') return 'bad-request';
  if (fields.has('password-verify') && first(fields, 'password-verify') !== password) return 'bad-request';
  return createAccount(server, jid.local, password);
}

/** Deletes all listed accounts, or none when one of them does not exist. */
function deleteUsers(server: ServerState, fields: Fields): ErrorCondition | undefined {
  const jids = (fields.get('accountjids') ?? []).map(parseJid);
  const accounts = jids.map((jid) => jid && accountAt(server, jid));
  if (accounts.length === 0 || accounts.includes(undefined)) return 'item-not-found';
  for (const account of new Set(accounts)) if (account) removeAccount(server, account);
  return undefined;
}

function formOf(command: Command): XmlElement {
  const formType = formField('FORM_TYPE', 'hidden', [element('value', NS.data, {}, [NS.admin])]);
  const asked = Object.entries(command.fields).map(([name, type]) =>
    formField(name, type, [element('required', NS.data)]),
  );
  return element('x', NS.data, { type: 'form' }, [formType, ...asked]);
}

function formField(name: string, type: string, children: readonly XmlElement[]): XmlElement {
  return element('field', NS.data, { var: name, type }, children);
}

function readFields(form: XmlElement): Fields {
  const fields = elements(form).filter((e) => e.name === 'field');
  return new Map(fields.map((e) => [e.attrs['var'] ?? '', elements(e).map(text)]));
}

function first(fields: Fields, name: string): string {
  return fields.get(name)?.[0] ?? '';
}
