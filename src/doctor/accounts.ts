// Authentication, and accounts to log in with.

import { performance } from 'node:perf_hooks';
import type { Accounts, Provision } from '../accounts/accounts.ts';
import type { Language } from '../model/event.ts';
import type { Account, Loan, Session } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { child, elements, NS, text } from '../stanza/xml.ts';
import { findProblem, problemOf, problemText } from '../wording/problems.ts';
import { MECHANISMS } from '../xmpp/mechanisms.ts';
import { type Checked, failed, type Seen, type Sheet } from './checklist.ts';
import type { Finding } from './text.ts';
import type { ExaminedServer, Tools } from './tools.ts';
import { ACCESS } from './words.ts';

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

/** Which mechanisms are offered, and which one is used. The value is what the stream offers. */
export function checkSasl(sheet: Sheet, { server, timeoutMs }: Tools, way: Checked<true>) {
  return sheet.check('sasl', way, async (): Promise<Seen<XmlElement>> => {
    const stream = await server.openStream(server.target.address, { timeoutMs });
    await stream.close();
    return judgeMechanisms(stream.features, sheet.lang);
  });
}

function judgeMechanisms(features: XmlElement, lang: Language): Seen<XmlElement> {
  const list = child(features, 'mechanisms', NS.sasl);
  const offered = list === undefined ? [] : elements(list).map(text);
  const used = MECHANISMS.find((name) => offered.includes(name));
  const words = ACCESS[lang];
  const told = offered.length === 0 ? words.noMechanism : words.offered(offered.join(', '));
  if (used !== undefined) return { status: 'ok', text: words.used(told, used), value: features };
  return { status: 'failed', text: told, remedy: words.switchOn(MECHANISMS.join(', ')) };
}

/** Gets an account the way a run would, and logs in with it. Accounts of the user's own are only logged in to. */
export async function checkAccounts(
  sheet: Sheet,
  { server, timeoutMs }: Tools,
  sasl: Checked<XmlElement>,
): Promise<Access> {
  const { provision } = server;
  const logIn = async (account: Account): Promise<Seen<Login>> => {
    const began = performance.now();
    const quiet = { answers: true, timeoutMs, record: () => undefined };
    const session = await server.connect({ account, resource: 'doctor', ...quiet });
    server.onClose(() => session.close(timeoutMs));
    const told = ACCESS[sheet.lang].bound(session.jid, Math.ceil(performance.now() - began));
    return { status: 'ok', text: told, value: { session, account, isLent: provision.kind !== 'fixed' } };
  };
  if (provision.kind === 'fixed') {
    const login = await logInAll(sheet, provision.accounts, sasl, logIn);
    return { login, lent: { value: undefined, blame: '' } };
  }
  const offer: Checked<unknown> = provision.kind === 'in-band' ? await checkRegistration(sheet, sasl) : sasl;
  const lent = await sheet.check('account', offer, () => lend(server.accounts, provision, sheet.lang));
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
    const option = `--account ${account.jid}:PASSWORD`;
    const attempt = () => logIn(account).catch((error) => refused(error, option, sheet.lang));
    logins.push(await sheet.check('login', sasl, attempt));
  }
  return logins.find((login) => login.value !== undefined) ?? logins[0] ?? { value: undefined, blame: 'login' };
}

function checkRegistration(sheet: Sheet, sasl: Checked<XmlElement>): Promise<Checked<true>> {
  return sheet.check('registration', sasl, async (features): Promise<Seen<true>> => {
    const words = ACCESS[sheet.lang];
    const isOffered = child(features, 'register', REGISTER) !== undefined;
    if (isOffered) return { status: 'ok', text: words.inBand, value: true };
    return { status: 'failed', text: words.notInBand, remedy: words.otherWays };
  });
}

type Making = Exclude<Provision, { kind: 'fixed' }>;

async function lend(accounts: Accounts, provision: Making, lang: Language): Promise<Seen<Loan>> {
  try {
    const loan = await accounts.lend('fresh');
    return { status: 'ok', text: madeText(loan.account.jid, provision, lang), value: loan };
  } catch (error) {
    if (provision.kind === 'command')
      return { status: 'failed', text: problemText(problemOf(error), lang), remedy: ACCESS[lang].mendCommand };
    return refused(error, provision.kind === 'admin' ? `--admin ${provision.admin.jid}:PASSWORD` : '', lang);
  }
}

function madeText(jid: string, provision: Making, lang: Language): string {
  const words = ACCESS[lang];
  if (provision.kind === 'admin') return words.added(jid, provision.admin.jid);
  return provision.kind === 'command' ? words.made(jid) : words.registered(jid);
}

/** A wrong password is told as such; `option` is where it came from. */
function refused(error: unknown, option: string, lang: Language): Seen<never> {
  const seen = failed(error, lang);
  // Accounts that cannot be made are told with the condition in parentheses, and what to do after it.
  const [, what, todo] = /^(.*\)): (.+)$/.exec(seen.text) ?? [];
  if (what !== undefined && todo !== undefined) return { ...seen, text: what, remedy: todo };
  if (option === '' || !isWrongPassword(error)) return seen;
  const words = ACCESS[lang];
  return { ...seen, text: words.wrong(seen.text), remedy: words.checkPassword(option) };
}

function isWrongPassword(error: unknown): boolean {
  return findProblem(problemOf(error), 'login-refused')?.condition === 'not-authorized';
}

/** Gives a lent account back, and tells where it stays. */
export async function checkReturn(sheet: Sheet, { server, timeoutMs }: Tools, { login, lent }: Access): Promise<void> {
  if (lent.value === undefined) return;
  await login.value?.session.close(timeoutMs);
  sheet.note({ name: 'removal', ...(await giveBack(server, lent.value, sheet.lang)) });
}

async function giveBack(server: ExaminedServer, loan: Loan, lang: Language): Promise<Omit<Finding, 'name'>> {
  const { provision, isDisposable } = server;
  const { jid } = loan.account;
  const words = ACCESS[lang];
  await loan.giveBack();
  if (isDisposable) return { status: 'ok', text: words.goes };
  if (provision.kind === 'command' && provision.remove === undefined) {
    return { status: 'missing', text: words.stays(jid), remedy: words.giveRemoval };
  }
  if (server.leftovers === 0) return { status: 'ok', text: words.removed(jid) };
  return { status: 'failed', text: words.notRemoved(jid), remedy: words.clean };
}
