// Runs before `npm test`: the servers that integration tests launch, the browser that opens the HTML report, and the shells that complete. As root
// on Debian it installs the missing packages without starting their services. Otherwise, and with XMPPSPEC_NO_INSTALL=1,
// it prints the command that installs each. Under CI a missing package is a failure.

import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** sqlite3 makes the database of jabberd2, openssl the certificates of all servers. zsh and fish try their completion scripts. */
const PACKAGES = ['prosody', 'ejabberd', 'jabberd2', 'sqlite3', 'openssl', 'chromium', 'zsh', 'fish'];

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
  // Package lists may be missing or outdated; only the first attempt shows that.
  return apt(...packages) || (apt('update') && apt(...packages));
}

/** An existing policy belongs to the machine and stays. */
function withServicesForbidden(action) {
  if (existsSync(POLICY)) return action();
  writeFileSync(POLICY, FORBID, { mode: 0o755, flag: 'wx' });
  // With a listener, an interrupt ends apt-get but not this process, which then removes the policy.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
  try {
    return action();
  } finally {
    rmSync(POLICY, { force: true });
  }
}

const mayInstall = process.env.XMPPSPEC_NO_INSTALL !== '1' && process.getuid?.() === 0;
const canInstall = mayInstall && spawnSync('apt-get', ['--version']).status === 0;
let missing = PACKAGES.filter((name) => !isInstalled(name));
if (missing.length > 0 && canInstall) {
  console.error(
    `apt-get installs ${missing.join(', ')}, without starting services; XMPPSPEC_NO_INSTALL=1 leaves them out`,
  );
  withServicesForbidden(() => install(missing));
  missing = missing.filter((name) => !isInstalled(name));
}
for (const name of missing)
  console.error(`${name} is not installed; tests that need it are skipped; apt-get install ${name}`);
if (missing.length > 0 && process.env.CI === 'true') process.exitCode = 1;
