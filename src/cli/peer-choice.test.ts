import { expect, test } from 'vitest';
import { temporaryFile } from './cli.test-kit.ts';
import type { PairArguments } from './command-line/peer-options.ts';
import { rerunArguments } from './command-line/run-options.ts';
import type { Config } from './given/config.ts';
import { chooseServers } from './peer-choice.ts';

const args = (changes: Partial<PairArguments>): PairArguments => ({
  target: 'prosody',
  domain: undefined,
  account: [],
  provision: undefined,
  accounts: undefined,
  maxAccounts: undefined,
  admin: undefined,
  createAccount: undefined,
  removeAccount: undefined,
  remote: undefined,
  serverCommand: undefined,
  serverLog: undefined,
  ca: undefined,
  insecure: false,
  plaintext: false,
  timeout: 5000,
  wait: undefined,
  config: undefined,
  suite: undefined,
  ...changes,
});

const choose = (changes: Partial<PairArguments>, config: Config = {}) => chooseServers(args(changes), config, {});

test('without --peer there is one server', async () => {
  expect(await choose({})).toMatchObject({ choice: { name: 'prosody' }, peer: undefined });
});

test('a peer is launched beside a server that is launched, of the same kind too', async () => {
  const { choice, peer } = await choose({ peer: 'prosody', peerDomain: 'verona.localhost' });
  expect(choice).toMatchObject({ kind: 'managed', name: 'prosody', domain: undefined });
  expect(peer).toMatchObject({ kind: 'managed', name: 'prosody', domain: 'verona.localhost', provision: 'in-band' });
});

test('a peer that runs already has options of its own', async () => {
  const { choice, peer } = await choose({
    target: 'xmpp://a.example',
    account: ['juliet@a.example:one'],
    peer: 'xmpp://10.0.0.2:15222',
    peerDomain: 'b.example',
    peerAccount: ['romeo@b.example:two'],
    peerInsecure: true,
    peerCa: temporaryFile('peer.pem', 'PEM'),
  });
  expect(choice).toMatchObject({ target: { address: { domain: 'a.example', insecure: false, ca: undefined } } });
  expect(peer).toMatchObject({
    target: { address: { host: '10.0.0.2', port: 15222, domain: 'b.example', insecure: true, ca: 'PEM' } },
    provision: { kind: 'fixed', accounts: [{ jid: 'romeo@b.example', password: 'two' }] },
  });
});

test('a name is looked for among the peers, then among the targets', async () => {
  const config = {
    targets: { a: { address: 'xmpp://a.example' }, b: { address: 'xmpp://b.example' } },
    peers: { b: { address: 'xmpp://b.example', domain: 'peer.example' } },
  };
  const domainsOf = async (target: string, peer: string) =>
    Object.values(await choose({ target, peer }, config)).map((one) =>
      one?.kind === 'external' ? one.target.address.domain : undefined,
    );
  expect(await domainsOf('a', 'b')).toEqual(['a.example', 'peer.example']);
  expect(await domainsOf('b', 'a')).toEqual(['b.example', 'a.example']);
});

test('a command of the config file makes the accounts, unless the command line gives others', async () => {
  const config = { targets: { a: { address: 'xmpp://a.example', create: 'make {user}', remove: 'rm {user}' } } };
  expect(await choose({ target: 'a' }, config)).toMatchObject({
    choice: { provision: { kind: 'command', create: 'make {user}', remove: 'rm {user}' } },
  });
  const account = ['juliet@a.example:one'];
  expect(await choose({ target: 'a', account }, config)).toMatchObject({ choice: { provision: { kind: 'fixed' } } });
  const alone = { targets: { a: { address: 'xmpp://a.example', remove: 'rm {user}' } } };
  await expect(choose({ target: 'a' }, alone)).rejects.toThrow('--provision command needs --create-account');
});

test('registration in band that is asked for is tried though it is not announced', async () => {
  const inBand = async (changes: Partial<PairArguments>, config: Config = {}) => {
    const { choice } = await choose({ target: 'xmpp://a.example', ...changes }, config);
    return choice.kind === 'external' && choice.provision;
  };
  expect(await inBand({})).toEqual({ kind: 'in-band', isAskedFor: false });
  expect(await inBand({ provision: 'in-band' })).toEqual({ kind: 'in-band', isAskedFor: true });
  const config: Config = { targets: { a: { address: 'xmpp://a.example', provision: 'in-band' } } };
  expect(await inBand({ target: 'a' }, config)).toEqual({ kind: 'in-band', isAskedFor: true });
});

test('a name that only peers have is a target, too', async () => {
  const config = { peers: { b: { address: 'xmpp://b.example' } }, targets: { a: { address: 'xmpp://a.example' } } };
  expect(await choose({ target: 'b', peer: 'a' }, config)).toMatchObject({
    choice: { target: { address: { domain: 'b.example' } } },
    peer: { target: { address: { domain: 'a.example' } } },
  });
});

test.each([
  ['127.0.0.95:25222', 'xmpp://127.0.0.95:25222'],
  ['example.localhost', 'xmpp://example.localhost'],
  ['localhost', 'xmpp://localhost'],
  ['chat:5222', 'xmpp://chat:5222'],
  ['[::1]:5222', 'xmpp://[::1]:5222'],
  ['http://chat.example.org:5280/', 'xmpp://chat.example.org'],
  ['prosdy', 'prosody'],
])('the target %s leads to a hint', async (target, meant) => {
  await expect(choose({ target })).rejects.toThrow(`did you mean "${meant}"?`);
});

test.each(['chat', 'user:secret@127.0.0.1', 'chat:secret'])('the target %s leads to no address', async (target) => {
  await expect(choose({ target })).rejects.toThrow(/^unknown target "((?!did you mean).)*$/);
});

test('plaintext knows where it comes from', async () => {
  const config: Config = { targets: { a: { address: 'xmpp://127.0.0.1', plaintext: true } } };
  const address = async (changes: Partial<PairArguments>) => {
    const { choice } = await choose({ target: 'a', ...changes }, config);
    return choice.kind === 'external' ? choice.target.address : undefined;
  };
  expect(await address({})).toMatchObject({ tls: 'plain', isPlaintextConfigured: true });
  expect(await address({ plaintext: true })).not.toHaveProperty('isPlaintextConfigured');
});

test('servers that are launched prove their domains as asked for', async () => {
  expect(await choose({ peer: 'ejabberd', peerProof: 'dialback' })).toMatchObject({ peer: { proof: 'dialback' } });
  expect(await choose({ target: 'reference', peer: 'prosody', peerProof: 'dialback' })).toMatchObject({
    peer: { proof: 'dialback' },
  });
});

test.each<readonly [string, Partial<PairArguments>, string]>([
  [
    'an option about no peer',
    { peerDomain: 'b.example' },
    '--peer-domain is about a second server; name it with --peer',
  ],
  ['accounts of no peer', { peerAccount: ['a@b:c'] }, '--peer-account is about a second server; name it with --peer'],
  ['a flag about no peer', { peerInsecure: true }, '--peer-insecure is about a second server; name it with --peer'],
  ['a proof of no peer', { peerProof: 'dialback' }, '--peer-proof is about a second server; name it with --peer'],
  [
    'a proof of a server that runs already',
    { target: 'xmpp://a.example', peer: 'xmpp://b.example', peerProof: 'dialback' },
    '--peer-proof is about servers that are launched',
  ],
  [
    'certificates of the reference server',
    { peer: 'reference-noisy', peerProof: 'certificates' },
    '--peer-proof: the reference server supports dialback alone',
  ],
  ['an unknown peer', { peer: 'prosodi' }, 'unknown target "prosodi"; expected '],
  [
    'a peer that is launched beside one that runs',
    { target: 'xmpp://a.example', peer: 'prosody' },
    '--peer: a server that is launched connects only to another one that is launched',
  ],
  [
    'a peer that runs beside one that is launched',
    { peer: 'xmpp://b.example' },
    '--peer: a server that is launched connects only to another one that is launched',
  ],
  [
    'the same domain twice',
    { target: 'xmpp://10.0.0.1', domain: 'a.example', peer: 'xmpp://10.0.0.2', peerDomain: 'A.example' },
    '--peer: both servers have the domain a.example; give another one with --peer-domain',
  ],
  ['a domain that is none', { peer: 'prosody', peerDomain: 'a b' }, '--peer-domain: expected a domain'],
  [
    'no accounts where they are asked for',
    { target: 'xmpp://a.example', peer: 'xmpp://b.example', peerProvision: 'fixed' },
    '--peer-provision fixed needs --peer-account jid:password, twice or more',
  ],
  [
    'accounts for a peer that is launched',
    { peer: 'ejabberd', peerAccount: ['a@b:c'] },
    'ejabberd is launched with its own accounts',
  ],
  [
    'a file that is not there',
    { target: 'xmpp://a.example', peer: 'xmpp://b.example', peerCa: '/none' },
    '--peer-ca: cannot read "/none"',
  ],
])('refuses %s', async (_, changes, message) => {
  await expect(choose(changes)).rejects.toThrow(message);
});

test('a case is run again with the same peer, and no password is shown', () => {
  const given = args({
    peer: 'xmpp://b.example',
    peerDomain: 'b.example',
    peerAccount: ['romeo@b.example:two'],
    peerCreateAccount: 'add-user {user} {password} --key=secret',
    peerPlaintext: true,
  });
  expect(rerunArguments({ ...given, selector: [] }).join(' ')).toBe(
    '-t prosody --peer xmpp://b.example --peer-domain b.example --peer-account romeo@b.example --peer-create-account add-user ... --peer-plaintext',
  );
});
