// Before `npm test`: the servers that integration tests launch, and the browser that opens the HTML report. As root on Debian it installs those that are missing,
// without starting their services; otherwise it tells how. Under CI one that is still missing is a failure.

import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** sqlite3 makes jabberd2's database, openssl the certificates of all. */
const PACKAGES = ['prosody', 'ejabberd', 'jabberd2', 'sqlite3', 'openssl', 'chromium'];

/** invoke-rc.d and deb-systemd-invoke ask this file before they start a service; 101 forbids it. */
const POLICY = '/usr/sbin/policy-rc.d';
const FORBID = '#!/bin/sh\nexit 101\n';

function isInstalled(name) {
  const { stdout } = spawnSync('dpkg-query', ['--show', '--showformat', '${db:Status-Status}', name], {
    encoding: 'utf8',
  });
  return stdout === 'installed';
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', ['--yes', '--quiet', ...args], { env, stdio: ['ignore', 2, 2] }).status === 0;
}

function install(names) {
  const packages = ['install', '--no-install-recommends', ...names];
  // Package lists may be missing or too old, which only the first attempt tells.
  return apt(...packages) || (apt('update') && apt(...packages));
}

/** A policy that is there already is the machine's own and stays. */
function withServicesForbidden(action) {
  if (existsSync(POLICY)) return action();
  writeFileSync(POLICY, FORBID, { mode: 0o755, flag: 'wx' });
  // With a listener, an interrupt ends apt-get but not us, so that the policy is removed in any case.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
  try {
    return action();
  } finally {
    rmSync(POLICY, { force: true });
  }
}

const canInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
let missing = PACKAGES.filter((name) => !isInstalled(name));
if (missing.length > 0 && canInstall) {
  console.error(`installing ${missing.join(', ')} (apt-get)`);
  withServicesForbidden(() => install(missing));
  missing = missing.filter((name) => !isInstalled(name));
}
for (const name of missing)
  console.error(`${name} is not installed; tests that need it are skipped; apt-get install ${name}`);
if (missing.length > 0 && process.env.CI === 'true') process.exitCode = 1;
