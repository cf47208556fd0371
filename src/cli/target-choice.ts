// Reads from the arguments and the config file which server to test and how to get accounts on it.

import type { Provision } from '../lease/provision.ts';
import type { Account } from '../model/session.ts';
import type { ComponentAddress, RunningTarget, TargetTraits } from '../model/target.ts';
import { domainOf } from '../stanza/jid.ts';
import { parseXml } from '../stanza/xml.ts';
import { type ExternalOptions, externalTarget } from '../target/external-target.ts';
import { type Proof, TARGET_NAMES, type TargetName } from '../target/target-names.ts';
import { troubleOf } from '../wording/file-troubles.ts';
import { publicAddress } from '../wording/secrets.ts';
import { suggest } from '../wording/suggest.ts';
import { type UsageError, usageError, usageErrorFrom } from '../wording/usage.ts';
import { readText } from '../yaml/read-text.ts';
import type { ServerArguments } from './command-line/options.ts';
import type { Config, ConfiguredTarget } from './given/config.ts';
import { readAccount } from './given/credentials.ts';
import { readDomain, readRemote, remoteSecret } from './given/domain.ts';
import { chooseServerCommand, SERVERS_RUN, type ServerCommand } from './server-command/server-command.ts';

/** 4 MiB: ten times the authorities of a system. Guards against files given by mistake. */
const MAX_CA_BYTES = 4_194_304;

type Env = Readonly<Record<string, string | undefined>>;

/** Whether accounts that the run makes are lent to one case after the other; undefined: as suits the server. */
export type Lending = 'lent' | 'fresh';

/** A server to launch. It knows its own administrator. */
export interface ManagedChoice {
  readonly kind: 'managed';
  readonly name: TargetName;
  readonly provision: 'in-band' | 'admin';
  readonly lending?: Lending | undefined;
  /** Domain to serve; by default that of the target. */
  readonly domain?: string | undefined;
  /** Of a peer: how the two servers prove their domains to each other; by default as suits both. */
  readonly proof?: Proof | undefined;
}

/** A server to reach. */
export interface ExternalChoice {
  readonly kind: 'external';
  readonly target: RunningTarget;
  readonly provision: Provision;
  readonly lending?: Lending | undefined;
  /** See `--max-accounts`; undefined: the default. */
  readonly maxAccounts?: number | undefined;
  /** Where a component can play a remote domain. */
  readonly component: ComponentAddress | undefined;
  /** The file of known failures that the config file names. */
  readonly baseline: string | undefined;
  /** The files of known failures with each peer, by its name in the config file. */
  readonly pairBaselines: Readonly<Record<string, string>>;
  /** Starts the server; undefined: it runs already. */
  readonly server?: ServerCommand | undefined;
}

export type TargetChoice = ManagedChoice | ExternalChoice;

/** The arguments about one server. */
export interface SideArguments
  extends Pick<
    ServerArguments,
    | ('target' | 'domain' | 'account' | 'provision' | 'accounts' | 'maxAccounts' | 'admin')
    | ('createAccount' | 'removeAccount' | 'remote' | 'ca' | 'insecure' | 'plaintext')
    | ('serverCommand' | 'serverLog')
  > {
  /** What its options begin with. */
  readonly prefix: '' | 'peer-';
}

/** Makes the choice. Throws `UsageError` for an unknown name or contradictory options, and `ProblemError` for an address that cannot be used. */
export async function chooseTarget(args: SideArguments, config: Config, env: Env): Promise<TargetChoice> {
  if (args.domain !== undefined) readDomain(`--${args.prefix}domain`, args.domain);
  const managed = TARGET_NAMES.find((name) => name === args.target);
  if (managed !== undefined) return managedTarget(managed, args);
  const configured = config.targets?.[args.target];
  if (configured === undefined && !/^xmpps?:/i.test(args.target)) throw unknownTarget(args.target, config);
  const accounts = await givenAccounts(args, configured, env);
  const provision = chooseProvision(args, configured, accounts);
  const target = externalTarget(configured?.address ?? args.target, externalOptions(args, configured, accounts));
  const remote = args.remote ?? configured?.remote;
  const component = remote === undefined ? undefined : readRemote(remote, remoteSecret(env, configured?.secret));
  const lending = chooseLending(args, configured, provision);
  const given = { prefix: args.prefix, command: args.serverCommand, log: args.serverLog };
  // What `federate` has started runs for all of its pairs.
  const server = env[SERVERS_RUN] === undefined ? chooseServerCommand(given, configured?.server) : undefined;
  return {
    kind: 'external',
    target,
    provision,
    lending,
    maxAccounts: args.maxAccounts ?? configured?.maxAccounts,
    component,
    baseline: configured?.baseline,
    pairBaselines: configured?.baselines ?? {},
    server,
  };
}

function externalOptions(
  args: SideArguments,
  configured: ConfiguredTarget | undefined,
  { all: [first] }: GivenAccounts,
): ExternalOptions {
  const domain = args.domain ?? configured?.domain ?? (first && domainOf(first.jid));
  const ca = args.ca ?? configured?.ca;
  return {
    insecure: args.insecure || (configured?.insecure ?? false),
    domain,
    plaintext: args.plaintext || (configured?.plaintext ? 'configured' : false),
    ca: ca === undefined ? undefined : readCa(ca, `--${args.prefix}ca`),
    traits: traitsOf(args.target, configured),
  };
}

function managedTarget(name: TargetName, args: SideArguments): TargetChoice {
  const { provision = 'in-band', domain } = args;
  if (args.serverCommand !== undefined || args.serverLog !== undefined) {
    throw usageError('launchedServer', name, args.prefix);
  }
  const others = [args.admin, args.remote, args.createAccount, args.removeAccount];
  const hasAccess = args.account.length > 0 || others.some((other) => other !== undefined);
  if (hasAccess || provision === 'fixed' || provision === 'command') {
    throw usageError('launchedOwn', name);
  }
  return { kind: 'managed', name, provision, lending: args.accounts, domain };
}

function unknownTarget(name: string, config: Config): UsageError {
  const known = [...TARGET_NAMES, ...Object.keys(config.targets ?? {})];
  return usageError('unknownTarget', publicAddress(name), known.join(', '), suggest(name, known) ?? addressFor(name));
}

/** The address that a host without the right scheme stands for: with a dot or a port, or of this machine. */
function addressFor(written: string): string | undefined {
  const found = /^(?:\w+:\/\/)?((?:[\w-]+\.)+[\w-]+|localhost|\[[\da-f:]+\]|[\w-]+(?=:\d))(:\d{1,5})?\/?$/i.exec(
    written,
  );
  const [, host, port = ''] = found ?? [];
  return host && `xmpp://${host}${/^https?:/i.test(written) ? '' : port}`;
}

interface GivenAccounts {
  readonly fixed: readonly Account[];
  readonly admin: Account | undefined;
  readonly all: readonly Account[];
}

async function givenAccounts(
  args: SideArguments,
  target: ConfiguredTarget | undefined,
  env: Env,
): Promise<GivenAccounts> {
  const fixed: Account[] = [];
  for (const argument of args.account) fixed.push(await readAccount(`--${args.prefix}account`, argument, env));
  if (fixed.length === 0) fixed.push(...(target?.accounts ?? []));
  const admin = args.admin === undefined ? target?.admin : await readAccount(`--${args.prefix}admin`, args.admin, env);
  return { fixed, admin, all: admin === undefined ? fixed : [...fixed, admin] };
}

function chooseProvision(args: SideArguments, target: ConfiguredTarget | undefined, given: GivenAccounts): Provision {
  const named = args.provision ?? target?.provision;
  const kind = named ?? impliedProvision(args, target, given);
  const option = (name: string) => `--${args.prefix}${name}`;
  if (kind !== 'command') refuseCommands(args, option);
  switch (kind) {
    case 'in-band':
      return { kind, isAskedFor: named !== undefined };
    case 'fixed':
      if (given.fixed.length > 0) return { kind, accounts: given.fixed };
      throw usageError('fixedNeeds', option('provision'), option('account'));
    case 'admin':
      if (given.admin !== undefined) return { kind, admin: given.admin };
      throw usageError('adminNeeds', option('provision'), option('admin'));
    case 'command': {
      const create = args.createAccount ?? target?.create;
      const remove = args.removeAccount ?? target?.remove;
      if (create === undefined) throw usageError('commandNeeds', option('provision'), option('create-account'));
      return { kind, create, ...(remove === undefined ? {} : { remove }) };
    }
  }
}

function chooseLending(
  { accounts, prefix }: SideArguments,
  target: ConfiguredTarget | undefined,
  provision: Provision,
): Lending | undefined {
  if (accounts !== undefined && provision.kind === 'fixed') {
    throw usageError('lendingFixed', prefix);
  }
  return accounts ?? target?.lending;
}

function impliedProvision(
  { createAccount, removeAccount }: SideArguments,
  target: ConfiguredTarget | undefined,
  given: GivenAccounts,
): Provision['kind'] {
  if (given.fixed.length > 0) return 'fixed';
  if (given.admin !== undefined) return 'admin';
  const commands = [createAccount, removeAccount, target?.create, target?.remove];
  return commands.every((command) => command === undefined) ? 'in-band' : 'command';
}

/** Throws `UsageError` for a command that no account would be made or removed by. */
function refuseCommands({ createAccount, removeAccount }: SideArguments, option: (name: string) => string): void {
  if (createAccount !== undefined) throw usageError('commandUnused', option('create-account'), option('provision'));
  if (removeAccount !== undefined) throw usageError('commandUnused', option('remove-account'), option('provision'));
}

function readCa(file: string, option: string): string {
  try {
    return readText(file, MAX_CA_BYTES);
  } catch (error) {
    throw usageErrorFrom(error, 'cannotRead', option, file, troubleOf(error));
  }
}

function traitsOf(name: string, target: ConfiguredTarget | undefined): TargetTraits {
  return {
    name,
    ambient: (target?.ambient ?? []).map((xml) => parseXml(xml)),
    limits: target?.limits ?? {},
    special: target?.special ?? {},
  };
}
