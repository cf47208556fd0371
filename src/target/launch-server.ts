import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Address } from '../model/target.ts';
import { selfSigned } from './certificate.ts';
import { freeAddress } from './free-address.ts';
import { DEFAULT_DOMAIN, type LaunchedTarget, type LaunchOptions } from './launched-target.ts';
import { NotInstalled } from './not-installed.ts';
import { packageVersion } from './package-version.ts';
import { makePrivateDirectory, removePrivateDirectory } from './private-directory.ts';
import { waitUntilReady } from './ready.ts';
import { remoteDomainBeside } from './remote-domain.ts';
import { OUTPUT_FILE, type ServerProcess } from './server-process.ts';
import { serverProcesses } from './server-processes.ts';
import type { ServerRecipe, Setting } from './server-recipe.ts';

/** ejabberd, the slowest, needs 2 s on a quiet machine; a busy one gets fifteen times that. */
const START_TIMEOUT_MS = 30_000;

/** Enough of a log to show a configuration error and what led to it. */
const LOG_LINES = 15;

/** The first program of a recipe that is not there. */
export function missingFor(recipe: ServerRecipe): NotInstalled | undefined {
  const missing = Object.entries(recipe.programs).find(([program]) => !existsSync(program));
  return missing && new NotInstalled(basename(missing[0]), missing[1]);
}

/** Launches a server in a private directory and waits until it answers. Rejects with `NotInstalled`, or with its log. */
export async function launchServer(recipe: ServerRecipe, options: LaunchOptions): Promise<LaunchedTarget> {
  const missing = missingFor(recipe);
  if (missing !== undefined) throw missing;
  const domain = checkedDomain(options.domain ?? DEFAULT_DOMAIN);
  const [certificate, { host, port, componentPort }] = await Promise.all([selfSigned(domain), freeAddress()]);
  const admin = { jid: `admin@${domain}`, password: secret() };
  const component = { host, port: componentPort, domain: remoteDomainBeside(domain), secret: secret() };
  const directory = await makePrivateDirectory(options);
  const setting: Setting = { ...certificate, host, port, domain, admin, component, directory };
  try {
    const server = await start(recipe, setting, options.signal);
    return launched(recipe, setting, server, options);
  } catch (error) {
    await removePrivateDirectory(directory, options);
    throw error;
  }
}

const secret = (): string => randomBytes(16).toString('hex');

function launched(
  recipe: ServerRecipe,
  setting: Setting,
  server: ServerProcess,
  options: LaunchOptions,
): LaunchedTarget {
  const end = async () => {
    await server.kill();
    await removePrivateDirectory(setting.directory, options);
  };
  let ending: Promise<void> | undefined;
  return {
    name: recipe.name,
    address: addressOf(setting),
    component: setting.component,
    ambient: [],
    limits: {},
    special: {},
    provision: 'in-band',
    ...(recipe.hasAdmin && { admin: setting.admin }),
    installed: async () => ({ software: recipe.name, version: await packageVersion(recipe.debianPackage) }),
    cpuMs: server.cpuMs,
    stop: () => {
      ending ??= end();
      return ending;
    },
  };
}

/** A domain goes into configuration files and file names, so it holds nothing but what host names may hold. */
function checkedDomain(domain: string): string {
  if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(domain)) return domain;
  throw new Error(`expected a domain of small letters, digits, dots and hyphens, got "${domain}"`);
}

function addressOf({ host, port, domain, certificate }: Setting): Address {
  return { host, port, domain, tls: 'starttls', ca: certificate, insecure: false };
}

async function start(recipe: ServerRecipe, setting: Setting, cancelled?: AbortSignal): Promise<ServerProcess> {
  await writeFiles(recipe, setting);
  await recipe.prepare?.(setting);
  const server = serverProcesses(setting.directory);
  const timeout = AbortSignal.timeout(START_TIMEOUT_MS);
  const signal = AbortSignal.any([server.ended, timeout, ...(cancelled === undefined ? [] : [cancelled])]);
  try {
    for (const command of recipe.commands(setting)) await server.start(command, signal);
    await waitUntilReady(addressOf(setting), setting.admin, signal);
    cancelled?.throwIfAborted();
    return server;
  } catch (error) {
    const hasEnded = server.ended.aborted;
    await server.kill();
    cancelled?.throwIfAborted();
    const what = hasEnded ? 'ended before it was ready' : `was not ready within ${START_TIMEOUT_MS / 1000} s`;
    throw new Error(`${recipe.name} ${what}; its log ends with:\n${await logTail(recipe, setting)}`, { cause: error });
  }
}

async function writeFiles(recipe: ServerRecipe, setting: Setting): Promise<void> {
  const at = (path: string) => join(setting.directory, path);
  await Promise.all(recipe.directories.map((path) => mkdir(at(path))));
  await Promise.all(Object.entries(recipe.files(setting)).map(([path, content]) => writeFile(at(path), content)));
}

async function logTail(recipe: ServerRecipe, setting: Setting): Promise<string> {
  const files = [OUTPUT_FILE, ...recipe.logFiles].map((path) => join(setting.directory, path));
  const logs = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  const lines = logs.flatMap((log) => log.trimEnd().split('\n').slice(-LOG_LINES)).filter(Boolean);
  return lines.length > 0 ? lines.join('\n') : '(nothing)';
}
