// Launches a server by its recipe, and waits until it is ready.

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { LaunchObstacle } from '../model/problem.ts';
import type { Account } from '../model/session.ts';
import type { Address } from '../model/target.ts';
import { localOf } from '../stanza/jid.ts';
import { NS } from '../stanza/xml.ts';
import { ProblemError } from '../wording/problems.ts';
import { issued, selfSigned } from './certificate.ts';
import {
  DEFAULT_DOMAIN,
  type LaunchedTarget,
  type LaunchOptions,
  type ServerRecipe,
  type ServerSettings,
} from './launched-target.ts';
import type { Companion } from './name-server.ts';
import { OUTPUT_FILE, type ServerProcess, serverProcesses } from './server-process.ts';
import { componentDomain } from './target-names.ts';
import {
  freeAddress,
  makePrivateDirectory,
  packageVersion,
  removePrivateDirectory,
  systemName,
} from './this-machine.ts';

/** ejabberd, the slowest, needs 2 s on an idle machine; a busy one gets fifteen times that. */
const START_TIMEOUT_MS = 30_000;

/** Lines of each log that a failed launch reports: enough for a configuration error and what led to it. */
const LOG_LINES = 15;

/** One launch of one kind of server. */
interface Launch {
  readonly recipe: ServerRecipe;
  readonly settings: ServerSettings;
  readonly options: LaunchOptions;
}

/** What prevents a launch: the first program that is not installed, or what the recipe knows; undefined: nothing. */
export function obstacleTo(recipe: ServerRecipe): LaunchObstacle | undefined {
  const missing = Object.entries(recipe.programs).find(([program]) => !existsSync(program));
  if (missing === undefined) return recipe.obstacle?.();
  return { kind: 'not-installed', program: basename(missing[0]), debianPackage: missing[1] };
}

/**
 * Launches a server in a private directory and waits until it answers. Rejects with `ProblemError`, or with the reason
 * of `options.signal`.
 */
export async function launchServer(recipe: ServerRecipe, options: LaunchOptions): Promise<LaunchedTarget> {
  const obstacle = obstacleTo(recipe);
  if (obstacle !== undefined) throw new ProblemError(obstacle);
  const settings = await makeSettings(checkedDomain(options.domain ?? DEFAULT_DOMAIN), options);
  const launch = { recipe, settings, options };
  try {
    const companion = await prepare(launch);
    return launched(launch, await start(launch).catch(closing(companion)), companion);
  } catch (error) {
    removePrivateDirectory(settings.directory, options);
    throw error;
  }
}

/** Chooses addresses and secrets, and makes the certificate and the directory. */
async function makeSettings(domain: string, options: LaunchOptions): Promise<ServerSettings> {
  const { federation } = options;
  const authority = federation?.authority;
  const making = authority === undefined ? selfSigned(domain) : issued(domain, authority, options);
  const [certificate, { componentPort, ...address }] = await Promise.all([making, freeAddress()]);
  const admin = { jid: `admin@${domain}`, password: secret() };
  const component = { host: address.host, port: componentPort, domain: componentDomain(domain), secret: secret() };
  const directory = await makePrivateDirectory(options);
  return { ...certificate, ...address, domain, admin, component, directory, federation };
}

/** A secret that nobody can guess. */
export const secret = (): string => randomBytes(16).toString('hex');

/** Closes what runs beside a server that did not start. */
const closing =
  (companion: Companion | undefined) =>
  (error: unknown): never => {
    companion?.close();
    throw error;
  };

function launched(launch: Launch, started: ServerProcess, companion: Companion | undefined): LaunchedTarget {
  const { recipe, settings, options } = launch;
  let server = started;
  /** Of its earlier processes. */
  let spentMs = 0;
  const end = async () => {
    await server.kill();
    companion?.close();
    removePrivateDirectory(settings.directory, options);
  };
  let ending: Promise<void> | undefined;
  const restart = async () => {
    spentMs += server.cpuMs() ?? 0;
    await server.end();
    await removeAwaitedLogs(launch);
    server = await start(launch);
    // It was stopped meanwhile.
    if (ending !== undefined) await server.kill();
  };
  return {
    name: recipe.name,
    address: addressOf(settings),
    component: settings.component,
    ambient: [],
    isIsolated: recipe.isIsolated,
    limits: {},
    special: {},
    provision: 'in-band',
    admin: recipe.hasAdmin ? settings.admin : undefined,
    installed: async () => ({
      software: recipe.debianPackage,
      version: await packageVersion(recipe.debianPackage),
      os: systemName(),
    }),
    cpuMs: () => sum(spentMs, server.cpuMs()),
    restart,
    givesUpSoon: recipe.givesUpSoon,
    waitsLong: recipe.waitsLong,
    s2s: settings.federation && { host: settings.host, port: settings.s2sPort },
    stop: () => {
      ending ??= end();
      return ending;
    },
  };
}

/** The domain becomes part of configuration files and file names, so it may hold only what host names hold. */
function checkedDomain(domain: string): string {
  if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(domain)) return domain;
  throw new ProblemError({ kind: 'domain-invalid', domain });
}

function addressOf({ host, port, domain, cert, federation }: ServerSettings): Address {
  return { host, port, domain, tls: 'starttls', ca: federation?.authority?.cert ?? cert, insecure: false };
}

const sum = (spent: number, more: number | undefined) => (more === undefined ? undefined : spent + more);

/** What is done once, before the first start. */
async function prepare({ recipe, settings }: Launch): Promise<Companion | undefined> {
  await writeFiles(recipe, settings);
  await recipe.prepare?.(settings);
  return recipe.companion?.(settings);
}

/** Logs that a process waits for must not show what an earlier one has written. */
async function removeAwaitedLogs({ recipe, settings }: Launch): Promise<void> {
  const files = recipe.commands(settings).flatMap(({ after }) => after?.file ?? []);
  await Promise.all(files.map((file) => rm(join(settings.directory, file), { force: true })));
}

async function start({ recipe, settings, options }: Launch): Promise<ServerProcess> {
  const server = serverProcesses(settings.directory);
  const timeout = AbortSignal.timeout(START_TIMEOUT_MS);
  const cancelled = options.signal;
  const signal = AbortSignal.any([server.ended, timeout, ...(cancelled === undefined ? [] : [cancelled])]);
  try {
    for (const command of recipe.commands(settings)) await server.start(command, signal);
    await waitUntilReady(addressOf(settings), recipe.requiresTls ? undefined : settings.admin, signal);
    cancelled?.throwIfAborted();
    return server;
  } catch (error) {
    const hasEnded = server.ended.aborted;
    await server.kill();
    cancelled?.throwIfAborted();
    const end = { target: recipe.name, log: await logTail(recipe, settings) };
    if (hasEnded) throw new ProblemError({ kind: 'launch-ended', ...end }, { cause: error });
    throw new ProblemError({ kind: 'launch-timed-out', timeoutMs: START_TIMEOUT_MS, ...end }, { cause: error });
  }
}

async function writeFiles(recipe: ServerRecipe, settings: ServerSettings): Promise<void> {
  const at = (path: string) => join(settings.directory, path);
  await Promise.all(recipe.directories.map((path) => mkdir(at(path))));
  await Promise.all(Object.entries(recipe.files(settings)).map(([path, content]) => writeFile(at(path), content)));
}

/** The last lines of the server's output and of each of its logs. */
async function logTail(recipe: ServerRecipe, { directory }: ServerSettings): Promise<readonly string[]> {
  const files = [OUTPUT_FILE, ...recipe.logFiles].map((path) => join(directory, path));
  const logs = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return logs.flatMap((log) => log.trimEnd().split('\n').slice(-LOG_LINES)).filter(Boolean);
}

/** prosody is ready after 0.1 s, ejabberd after 1.3 s: attempts every 20 ms delay neither much. */
const RETRY_MS = 20;

/** One attempt on loopback takes a few milliseconds; a server that accepts and does not answer is tried again after this. */
const ATTEMPT_MS = 1000;

/**
 * Waits until the server answers and the administrator, if any, exists. Rejects when `signal` aborts. This is the one place that
 * polls: a server cannot announce that it listens.
 */
async function waitUntilReady(address: Address, admin: Account | undefined, signal: AbortSignal): Promise<void> {
  while (!(await answers(address, admin, signal))) await pause(RETRY_MS, undefined, { signal });
}

/** False: not yet. An account that exists already is from an attempt whose answer was lost. */
function answers({ host, port, domain }: Address, admin: Account | undefined, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    let received = '';
    let hasAsked = false;
    const socket = connect(port, host).setTimeout(ATTEMPT_MS).setEncoding('utf8').setNoDelay();
    const abort = () => done(false);
    const done = (ready: boolean) => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      resolve(ready);
    };
    signal.addEventListener('abort', abort);
    socket.on('connect', () => socket.write(header(domain)));
    socket.on('data', (chunk) => {
      received += chunk;
      if (!hasAsked && received.includes('</stream:features>')) {
        hasAsked = true;
        if (admin === undefined) done(true);
        else socket.write(registration(admin));
      }
      if (/<iq\s[^>]*type=['"]result['"]|<conflict\s/.test(received)) done(true);
    });
    for (const ending of ['error', 'timeout', 'close']) socket.on(ending, () => done(false));
  });
}

function header(domain: string): string {
  const namespaces = `xmlns='${NS.client}' xmlns:stream='${NS.streams}'`;
  return `<?xml version='1.0'?><stream:stream to='${domain}' version='1.0' ${namespaces}>`;
}

function registration({ jid, password }: Account): string {
  const fields = `<username>${localOf(jid)}</username><password>${password}</password>`;
  return `<iq type='set' id='admin'><query xmlns='${NS.register}'>${fields}</query></iq>`;
}
