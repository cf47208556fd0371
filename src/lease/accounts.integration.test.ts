// Lending on real servers, each launched for these tests.

import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Account, Connect, Session } from '../model/session.ts';
import { iqRequest } from '../stanza/iq.ts';
import { bareOf, domainOf } from '../stanza/jid.ts';
import { elements, parseXml } from '../stanza/xml.ts';
import { describeServer } from '../target/describe-server.test-kit.ts';
import type { LaunchedTarget } from '../target/launched-target.ts';
import { logIn } from '../target/sessions.test-kit.ts';
import { TARGET_NAMES } from '../target/target-names.ts';
import { findProblem, problemOf } from '../wording/problems.ts';
import { createConnect, createOpenStream } from '../xmpp/connect.ts';
import { OpenStreams } from '../xmpp/open-streams.ts';
import { temporaryDirectory } from './accounts.test-kit.ts';
import { createAccounts } from './accounts.ts';
import type { AccountsOptions } from './accounts-options.ts';
import { cleanJournals } from './clean-journals.ts';
import { openJournal } from './journal.ts';
import type { Provision } from './provision.ts';
import { createWash } from './wash.ts';

/** Timeout of each wait; 64 TLS handshakes at once take 0.3 s. */
const TIMEOUT_MS = 10_000;

function lendOn(target: LaunchedTarget, changes: Partial<AccountsOptions> = {}) {
  const directory = temporaryDirectory();
  const { address } = target;
  const streams = new OpenStreams();
  const openers = { openStream: createOpenStream(streams), connect: createConnect(address, streams) };
  const reach = { address, ...openers, timeoutMs: TIMEOUT_MS };
  const journal = openJournal(directory, 4242);
  const common = { ...reach, journal, special: target.special, disposable: false };
  const accounts = createAccounts({ ...common, provision: { kind: 'in-band' }, ...changes });
  return { ...reach, accounts, journal, directory };
}

async function mayLogIn(target: LaunchedTarget, account: Account): Promise<boolean> {
  try {
    await (await logIn(target, account)).close(TIMEOUT_MS);
    return true;
  } catch (error) {
    if (findProblem(problemOf(error), 'login-refused')?.condition === 'not-authorized') return false;
    throw error;
  }
}

async function makeAndRemove(target: LaunchedTarget, provision: Provision) {
  const { accounts, journal } = lendOn(target, { provision });
  const loans = await Promise.all(fresh(64).map((one) => accounts.lend(one)));
  const first = loans[0]!.account;
  expect([await mayLogIn(target, first), journal.left]).toEqual([true, 64]);
  await accounts.close();
  expect([await mayLogIn(target, first), journal.left]).toEqual([false, 0]);
}

const ITEM = '<query xmlns="jabber:iq:roster"><item jid="nurse@x.invalid"/></query>';

/** Logs in, becomes available, and expects an empty roster. */
async function available(connect: Connect, account: Account): Promise<Session> {
  const login = { account, resource: 'balcony', answers: true, timeoutMs: TIMEOUT_MS, record: () => undefined };
  const session = await connect(login);
  await session.send(parseXml('<presence/>'), 'setup');
  const roster = await session.request(
    iqRequest('get', parseXml('<query xmlns="jabber:iq:roster"/>')),
    'setup',
    TIMEOUT_MS,
  );
  expect(elements(roster).flatMap(elements)).toEqual([]);
  return session;
}

const fresh = (count: number) => Array.from({ length: count }, () => 'fresh');

const ADMINISTERED: readonly string[] = ['reference', 'prosody', 'ejabberd'];

for (const name of TARGET_NAMES) {
  describeServer(name, (target) => {
    test('makes and removes 64 accounts in band', () => makeAndRemove(target(), { kind: 'in-band' }));

    test('lends absent accounts that cannot log in', async () => {
      const { account } = await lendOn(target()).accounts.lend('absent');
      expect(await mayLogIn(target(), { ...account, password: 'any' })).toBe(false);
    });

    test('removes what a killed run left; an account that was never made counts as removed', async () => {
      const { accounts, journal, directory, address, connect, openStream } = lendOn(target());
      const { account } = await accounts.lend('fresh');
      const removal = { kind: 'in-band' as const };
      journal.accountCreated({ account: { ...account, jid: `nobody@${address.domain}` }, address, removal });
      const tools = { alive: () => false, connect: () => connect, openStream, adminPassword: () => undefined };
      const report = await cleanJournals(directory, { ...tools, timeoutMs: TIMEOUT_MS });
      expect(report).toEqual({ accounts: 2, directories: 0, leftovers: [], running: [] });
      expect([await mayLogIn(target(), account), readdirSync(directory)]).toEqual([false, []]);
    });

    test('washes two accounts, lends them again as new ones, and removes them by their sessions', async () => {
      const { accounts, connect, journal } = lendOn(target(), { lendsAgain: true });
      const [juliet, romeo] = await accounts.lendMany(fresh(2));
      const before = await available(connect, juliet!.account);
      await before.request(iqRequest('set', parseXml(ITEM)), 'step', TIMEOUT_MS);
      for (const xml of [
        `<presence type="subscribe" to="${romeo!.account.jid}"/>`,
        `<message to="${romeo!.account.jid}"><body>Hark!</body></message>`,
      ])
        await before.send(parseXml(xml), 'step');
      const used = [
        { account: juliet!.account, session: before, idle: [], requesters: [] },
        { account: romeo!.account, session: undefined, idle: [], requesters: [juliet!.account.jid] },
      ];
      expect(await createWash(accounts.washes!)(used, { settleMs: 0 })).toBe(true);
      await before.close(TIMEOUT_MS);
      for (const loan of [juliet!, romeo!]) await loan.giveBackClean();
      const again = [await accounts.lend('fresh'), await accounts.lend('fresh')];
      expect(again.map(({ account }) => account)).toEqual([juliet!.account, romeo!.account]);
      for (const loan of again) {
        const session = await available(connect, loan.account);
        const users = [juliet!, romeo!].map(({ account }) => account.jid).filter((jid) => jid !== loan.account.jid);
        expect(session.drain().filter(({ attrs }) => users.includes(bareOf(attrs['from'] ?? '')))).toEqual([]);
        await loan.giveBack(session);
        expect(await mayLogIn(target(), loan.account)).toBe(false);
      }
      await accounts.close();
      expect(journal.left).toBe(0);
    });

    test('names an account that may not administer, and the options to use instead', async () => {
      const { account } = await lendOn(target()).accounts.lend('fresh');
      const { accounts } = lendOn(target(), { provision: { kind: 'admin', admin: account } });
      await expect(accounts.lend('fresh')).rejects.toThrow(
        /cannot add accounts on .*; make it an administrator of the server, or/,
      );
      await accounts.close();
    });

    test('lends fixed accounts without roster, pending requests and offline messages', async () => {
      const [one, two] = (await lendOn(target()).accounts.lendMany(fresh(2))).map((loan) => loan.account);
      const left = await logIn(target(), one!);
      for (const xml of [
        `<presence to="${two!.jid}" type="subscribe"/>`,
        `<presence to="nurse@elsewhere.invalid" type="subscribe"/>`,
        `<message to="${two!.jid}" type="chat"><body>old</body></message>`,
      ]) {
        await left.send(parseXml(xml), 'setup');
      }
      await left.close(TIMEOUT_MS);
      const { accounts } = lendOn(target(), { provision: { kind: 'fixed', accounts: [one!, two!] } });
      await accounts.lendMany(fresh(2));
      for (const account of [one!, two!]) {
        const session = await logIn(target(), account);
        await session.send(parseXml('<presence/>'), 'setup');
        const get = parseXml('<iq type="get" id="g"><query xmlns="jabber:iq:roster"/></iq>');
        const roster = await session.request(get, 'setup', TIMEOUT_MS);
        expect(elements(elements(roster)[0]!)).toEqual([]);
        const isOwn = (from = '') => from === domainOf(account.jid) || from.startsWith(account.jid);
        const others = session.drain().filter(({ attrs }) => !isOwn(attrs['from']));
        expect(others.map(({ name: kind, attrs }) => [kind, attrs])).toEqual([]);
        await session.close(TIMEOUT_MS);
      }
    });

    test('lends special accounts that can log in', async () => {
      const names = Object.keys(target().special);
      const loans = await lendOn(target()).accounts.lendMany(names);
      for (const { account } of loans) expect(await mayLogIn(target(), account)).toBe(true);
    });

    if (!ADMINISTERED.includes(name)) return;
    test('makes and removes 64 accounts by an administrator', () =>
      makeAndRemove(target(), { kind: 'admin', admin: target().admin! }));

    test('counts an account as removed that the administrator finds gone', async () => {
      const admin = target().admin!;
      const { accounts, journal } = lendOn(target(), { provision: { kind: 'admin', admin } });
      const loan = await accounts.lend('fresh');
      const session = await logIn(target(), loan.account);
      const remove = parseXml('<iq type="set" id="r"><query xmlns="jabber:iq:register"><remove/></query></iq>');
      await session.request(remove, 'setup', TIMEOUT_MS);
      await session.close(TIMEOUT_MS);
      await loan.giveBack();
      await accounts.close();
      expect(journal.left).toBe(0);
    });
  });
}
