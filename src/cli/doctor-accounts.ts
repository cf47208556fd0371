// Authentication, and accounts to log in with.

import { performance } from 'node:perf_hooks';
import type { Accounts, Provision } from '../accounts/accounts.ts';
import { OTHER_WAYS } from '../accounts/provider.ts';
import type { Account, Loan, Session, XmlElement } from '../model.ts';
import type { Finding } from '../report/doctor-text.ts';
import { child, elements, NS, text } from '../stanza/xml.ts';
import { messageOf, WrongCredentials } from '../xmpp/explain.ts';
import { MECHANISMS } from '../xmpp/mechanisms.ts';
import { PASSWORD_VARIABLE } from './credentials.ts';
import { type Checked, failed, type Seen, type Sheet } from './doctor-sheet.ts';
import type { Ground } from './site.ts';

/** Stream feature of registration in band (XEP-0077 8). */
const REGISTER = 'http://jabber.org/features/iq-register';

/** A session to look on with. */
export interface Login {
  readonly session: Session;
  readonly account: Account;
  /** False for an account of the user's own. */
  readonly isLent: boolean;
}

/** What became of getting accounts. */
export interface Access {
  readonly login: Checked<Login>;
  /** The account to give back; without a value for accounts of the user's own. */
  readonly lent: Checked<Loan>;
}

/** What checks work with. */
export interface Tools {
  readonly ground: Ground;
  readonly timeoutMs: number;
}

/** Which mechanisms are offered, and which one is used. The value is what the stream offers. */
export function checkSasl(sheet: Sheet, { ground, timeoutMs }: Tools, way: Checked<true>) {
  return sheet.check('sasl', way, async (): Promise<Seen<XmlElement>> => {
    const stream = await ground.openStream(ground.target.address, { timeoutMs });
    await stream.close();
    return judgeMechanisms(stream.features);
  });
}

function judgeMechanisms(features: XmlElement): Seen<XmlElement> {
  const list = child(features, 'mechanisms', NS.sasl);
  const offered = list === undefined ? [] : elements(list).map(text);
  const used = MECHANISMS.find((name) => offered.includes(name));
  const told = offered.length === 0 ? 'no mechanism is offered' : `${offered.join(', ')} offered`;
  if (used !== undefined) return { status: 'ok', text: `${told}; ${used} is used`, value: features };
  return { status: 'failed', text: told, remedy: `switch one of ${MECHANISMS.join(', ')} on` };
}

/** Gets an account the way a run would, and logs in with it. Accounts of the user's own are only logged in to. */
export async function checkAccounts(
  sheet: Sheet,
  { ground, timeoutMs }: Tools,
  sasl: Checked<XmlElement>,
): Promise<Access> {
  const { provision } = ground;
  const logIn = async (account: Account): Promise<Seen<Login>> => {
    const began = performance.now();
    const quiet = { answers: true, timeoutMs, record: () => undefined };
    const session = await ground.connect({ account, resource: 'doctor', ...quiet });
    ground.onClose(() => session.close(timeoutMs));
    const told = `${session.jid} is bound after ${Math.ceil(performance.now() - began)} ms`;
    return { status: 'ok', text: told, value: { session, account, isLent: provision.kind !== 'fixed' } };
  };
  if (provision.kind === 'fixed') {
    const login = await logInAll(sheet, provision.accounts, sasl, logIn);
    return { login, lent: { value: undefined, blame: '' } };
  }
  const offer: Checked<unknown> = provision.kind === 'in-band' ? await checkRegistration(sheet, sasl) : sasl;
  const lent = await sheet.check('account', offer, () => lend(ground.accounts(), provision));
  return { login: await sheet.check('login', lent, ({ account }) => logIn(account)), lent };
}

async function logInAll(
  sheet: Sheet,
  accounts: readonly Account[],
  sasl: Checked<XmlElement>,
  logIn: (account: Account) => Promise<Seen<Login>>,
): Promise<Checked<Login>> {
  const logins: Checked<Login>[] = [];
  for (const account of accounts) {
    const attempt = () => logIn(account).catch((error) => refused(error, `--account ${account.jid}:PASSWORD`));
    logins.push(await sheet.check('login', sasl, attempt));
  }
  return logins.find((login) => login.value !== undefined) ?? logins[0] ?? { value: undefined, blame: 'login' };
}

function checkRegistration(sheet: Sheet, sasl: Checked<XmlElement>): Promise<Checked<true>> {
  return sheet.check('registration', sasl, async (features): Promise<Seen<true>> => {
    const isOffered = child(features, 'register', REGISTER) !== undefined;
    if (isOffered) return { status: 'ok', text: 'offered in band (XEP-0077)', value: true };
    return { status: 'failed', text: 'not offered in band (XEP-0077)', remedy: OTHER_WAYS };
  });
}

async function lend(accounts: Accounts, provision: Exclude<Provision, { kind: 'fixed' }>): Promise<Seen<Loan>> {
  const how = {
    'in-band': 'registered in band',
    admin: provision.kind === 'admin' ? `added by ${provision.admin.jid} (XEP-0133)` : '',
    command: 'made by the command of --create-account',
  }[provision.kind];
  try {
    const loan = await accounts.lend('fresh');
    return { status: 'ok', text: `${loan.account.jid} was ${how}`, value: loan };
  } catch (error) {
    if (provision.kind === 'command') return { status: 'failed', text: messageOf(error), remedy: 'mend that command' };
    return refused(error, provision.kind === 'admin' ? `--admin ${provision.admin.jid}:PASSWORD` : '');
  }
}

/** A wrong password is told as such; `option` is where it came from. */
function refused(error: unknown, option: string): Seen<never> {
  const seen = failed(error);
  // Accounts that cannot be made are told with the condition in parentheses, and what to do after it.
  const [, what, todo] = /^(.*\)): (.+)$/.exec(seen.text) ?? [];
  if (what !== undefined && todo !== undefined) return { ...seen, text: what, remedy: todo };
  if (option === '' || !isWrongPassword(error)) return seen;
  const remedy = `check the password: ${option}, or ${PASSWORD_VARIABLE}, or the config file`;
  return { ...seen, text: `${seen.text}: the password is wrong, or there is no such account`, remedy };
}

function isWrongPassword(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error instanceof WrongCredentials || isWrongPassword(error.cause);
}

/** Gives a lent account back, and tells where it stays. */
export async function checkReturn(sheet: Sheet, { ground, timeoutMs }: Tools, { login, lent }: Access): Promise<void> {
  if (lent.value === undefined) return;
  await login.value?.session.close(timeoutMs);
  sheet.note({ name: 'removal', ...(await giveBack(ground, lent.value)) });
}

async function giveBack({ provision, isDisposable, journal }: Ground, loan: Loan): Promise<Omit<Finding, 'name'>> {
  const { jid } = loan.account;
  await loan.giveBack();
  if (isDisposable) return { status: 'ok', text: 'the server goes, and its accounts with it' };
  if (provision.kind === 'command' && provision.remove === undefined) {
    return { status: 'missing', text: `${jid} stays on the server`, remedy: 'give --remove-account COMMAND' };
  }
  if (journal.left === 0) return { status: 'ok', text: `${jid} is removed` };
  return { status: 'failed', text: `${jid} could not be removed`, remedy: 'try again with xmppspec clean' };
}
