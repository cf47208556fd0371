// Authentication, and accounts to log in with.

import { performance } from 'node:perf_hooks';
import { domainToASCII } from 'node:url';
import { logOut } from '../lease/log-in.ts';
import type { Provision } from '../lease/provision.ts';
import type { Account, Loan, Session } from '../model/session.ts';
import type { Address } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { bareOf, parseJid, prepare } from '../stanza/jid.ts';
import { child, elements, NS, text } from '../stanza/xml.ts';
import { findProblem, problemOf } from '../wording/problems.ts';
import { MECHANISMS } from '../xmpp/mechanisms.ts';
import {
  CheckFailure,
  type Checklist,
  type CheckResult,
  type ExaminedServer,
  failed,
  type Prerequisite,
  type Tools,
} from './checklist.ts';
import type { AccountObservation, Observation } from './reported-check.ts';

/** A session for the checks that follow. */
export interface Login {
  readonly session: Session;
  readonly account: Account;
  /** False for an account of the user. */
  readonly isLent: boolean;
}

/** The result of getting an account and logging in with it. */
export interface Access {
  readonly login: Prerequisite<Login>;
  /** The account to give back; without a value for accounts of the user. */
  readonly lent: Prerequisite<Loan>;
}

/** Which mechanisms are offered, and which one is used. The value is the stream features. */
export function checkSasl(list: Checklist, { server, timeoutMs }: Tools, connection: Prerequisite<true>) {
  return list.check('sasl', connection, async (): Promise<CheckResult<XmlElement>> => {
    const { address } = server.target;
    const stream = await server.openStream(address, { timeoutMs });
    // In the background: the other checks do not depend on it.
    void stream.close();
    return judgeMechanisms(stream.features);
  });
}

/** Whether one of the mechanisms offered can be used. */
export function judgeMechanisms(features: XmlElement): CheckResult<XmlElement> {
  const mechanisms = child(features, 'mechanisms', NS.sasl);
  const offered = mechanisms === undefined ? [] : elements(mechanisms).map(text);
  const used = MECHANISMS.find((name) => offered.includes(name));
  if (used !== undefined) return { status: 'ok', seen: { kind: 'mechanism-used', offered, used }, value: features };
  return { status: 'failed', seen: { kind: 'no-usable-mechanism', offered, supported: MECHANISMS } };
}

/** Gets an account as a run does, and logs in with it. Accounts of the user are only logged in to. What fails is a failed check. */
export async function checkAccounts(list: Checklist, tools: Tools, sasl: Prerequisite<XmlElement>): Promise<Access> {
  const { provision } = tools.server;
  if (provision.kind === 'fixed') {
    const login = await logInAll(list, tools, { accounts: provision.accounts, sasl });
    return { login, lent: { value: undefined, failedCheck: '' } };
  }
  const offer: Prerequisite<unknown> =
    provision.kind === 'in-band' ? await checkRegistration(list, sasl, provision.isAskedFor) : sasl;
  const lent = await list.check('account', offer, () => lend(tools.server, provision));
  return { login: await list.check('login', lent, ({ account }) => logIn(tools, account)), lent };
}

async function logIn({ server, timeoutMs }: Tools, account: Account): Promise<CheckResult<Login>> {
  const began = performance.now();
  const options = { answers: true, timeoutMs, record: () => undefined };
  const session = await server.connect({ account, resource: 'doctor', ...options });
  server.onClose(() => logOut(session, timeoutMs));
  const ms = Math.ceil(performance.now() - began);
  const other = otherDomain(session.jid, server.target.address);
  if (other !== undefined) {
    // In the background: no check uses this session.
    void logOut(session, timeoutMs);
    return { status: 'failed', seen: other };
  }
  const value = { session, account, isLent: server.provision.kind !== 'fixed' };
  return { status: 'ok', seen: { kind: 'logged-in', jid: session.jid, ms }, value };
}

/** What shows that the server has bound a JID of another domain: some servers open a stream for every domain. */
export function otherDomain(jid: string, { domain }: Pick<Address, 'domain'>): AccountObservation | undefined {
  const served = parseJid(jid)?.domain;
  if (served === undefined || comparable(served) === comparable(domain)) return undefined;
  return { kind: 'other-domain-bound', jid: bareOf(jid), domain, served };
}

/** A domain in one of its spellings: a server may write the name in ASCII or not. */
const comparable = (domain: string): string => domainToASCII(domain) || prepare(domain);

/** The value is the first login that works. */
async function logInAll(
  list: Checklist,
  tools: Tools,
  { accounts, sasl }: { readonly accounts: readonly Account[]; readonly sasl: Prerequisite<XmlElement> },
): Promise<Prerequisite<Login>> {
  const logins: Prerequisite<Login>[] = [];
  for (const account of accounts) {
    const attempt = () => logIn(tools, account).catch((error) => refused(error, tools.server.provision));
    logins.push(await list.check('login', sasl, attempt));
  }
  const [first = { value: undefined, failedCheck: 'login' }] = logins;
  const [used, ...others] = logins.filter((login) => login.value !== undefined);
  // In the background: the other checks use one session.
  for (const { value } of others) if (value !== undefined) void logOut(value.session, tools.timeoutMs);
  return used ?? first;
}

function checkRegistration(
  list: Checklist,
  sasl: Prerequisite<XmlElement>,
  isAskedFor = false,
): Promise<Prerequisite<true>> {
  return list.check('registration', sasl, async (features): Promise<CheckResult<true>> => {
    const isOffered = child(features, 'register', NS.registerFeature) !== undefined;
    if (isOffered) return { status: 'ok', seen: { kind: 'registration-offered' }, value: true };
    if (isAskedFor) return { status: 'missing', seen: { kind: 'registration-tried' }, value: true };
    return { status: 'failed', seen: { kind: 'registration-missing' } };
  });
}

type CreatingProvision = Exclude<Provision, { kind: 'fixed' }>;

async function lend({ accounts }: ExaminedServer, provision: CreatingProvision): Promise<CheckResult<Loan>> {
  try {
    const loan = await accounts.lend('fresh');
    return { status: 'ok', seen: created(loan.account.jid, provision), value: loan };
  } catch (error) {
    return refused(error, provision);
  }
}

function created(jid: string, provision: CreatingProvision): AccountObservation {
  if (provision.kind === 'admin') return { kind: 'added-by-admin', jid, admin: provision.admin.jid };
  return { kind: provision.kind === 'command' ? 'created-by-command' : 'registered', jid };
}

/** The failed check of an error that `accessObservation` describes. */
function refused(error: unknown, provision: Provision): CheckResult<never> {
  return failed(new CheckFailure(accessObservation(error, provision), { cause: error }));
}

/**
 * What the error of a loan or a login shows: a wrong password, with the option that gave it, or any other problem. Throws
 * a `TypeError` again: that is a bug of ours.
 */
export function accessObservation(error: unknown, provision: Provision): Observation {
  const problem = findProblem(problemOf(error), 'login-refused');
  const option = problem?.condition === 'not-authorized' && optionOf(problem.jid, provision);
  if (problem && option) return { kind: 'wrong-password', problem, option, jid: problem.jid };
  return failed(error).seen;
}

/** The option that gave the password of an account; undefined for an account that was made for the run. */
function optionOf(jid: string, provision: Provision): '--account' | '--admin' | undefined {
  if (provision.kind === 'fixed') return '--account';
  return provision.kind === 'admin' && provision.admin.jid === jid ? '--admin' : undefined;
}

/** Gives a lent account back, and checks whether the server still has it. Rejects where it cannot be given back. */
export async function checkRemoval(list: Checklist, { server, timeoutMs }: Tools, { login, lent }: Access) {
  if (lent.value === undefined) return;
  if (login.value !== undefined) await logOut(login.value.session, timeoutMs);
  list.note({ name: 'removal', ...(await giveBack(server, lent.value)) });
}

async function giveBack(server: ExaminedServer, loan: Loan): Promise<CheckResult<never>> {
  const { jid } = loan.account;
  await loan.giveBack();
  if (server.isDisposable) return { status: 'ok', seen: { kind: 'server-discarded' } };
  if (server.provision.kind === 'command' && server.provision.remove === undefined) {
    return { status: 'missing', seen: { kind: 'account-remains', jid } };
  }
  const [left] = server.accounts.leftovers;
  if (left === undefined) return { status: 'ok', seen: { kind: 'account-removed', jid } };
  return { status: 'failed', seen: { kind: 'account-not-removed', jid, problem: left.problem } };
}
