import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, test } from 'vitest';
import { AdminProvider } from '../lease/admin-provider.ts';
import type { Address } from '../model/target.ts';
import { bareOf } from '../stanza/jid.ts';
import { NS } from '../stanza/xml.ts';
import { createConnect } from '../xmpp/connect.ts';
import { OpenStreams } from '../xmpp/open-streams.ts';
import { describeInstalled, describeServer } from './describe-server.test-kit.ts';
import { discoverCapabilities } from './discover-capabilities.ts';
import { launchTarget } from './launch-target.ts';
import { logIn, register } from './sessions.test-kit.ts';
import { TARGET_NAMES } from './target-names.ts';

const HEADER = `<stream:stream to='xmppspec.localhost' version='1.0' xmlns='${NS.client}' xmlns:stream='${NS.streams}'>`;

/** The system of this machine, which a launched server runs on. */
const os = expect.stringMatching(/\S/);

const REFERENCE = {
  os,
  software: 'xmppspec reference',
  version: '',
  features: [
    'roster-get',
    'roster-version',
    'presence-sub-preapproval',
    'account:rosterless',
    'account:roster-read-only',
    'account:moved',
  ],
};

const PROSODY = {
  os,
  package: expect.stringMatching(/^prosody \d/),
  software: 'Prosody',
  version: expect.stringMatching(/^\d/),
  features: ['roster-get', 'roster-version', 'presence-sub-preapproval'],
};

const EJABBERD = {
  os,
  software: 'ejabberd',
  version: expect.stringMatching(/^\d/),
  features: ['roster-get', 'roster-version'],
};

const OFFERS = {
  reference: REFERENCE,
  'reference-relaxed': REFERENCE,
  'reference-noisy': REFERENCE,
  'reference-overriding': REFERENCE,
  prosody: PROSODY,
  'prosody-s2s': PROSODY,
  'prosody-debian': PROSODY,
  ejabberd: EJABBERD,
  'ejabberd-s2s': EJABBERD,
  'ejabberd-debian': EJABBERD,
  jabberd2: { ...EJABBERD, software: 'jabberd2', package: expect.stringMatching(/^jabberd2 \d/) },
};

/** Processes whose home is this directory. Zombies have lost their environment and do not count. */
function processesIn(directory: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`HOME=${directory}`);
    } catch {
      return false;
    }
  });
}

/** Opens a stream and starts TLS on it. Resolves with the features before TLS and with the certificate. */
function startTls({ host, port, ca }: Address): Promise<{ features: string; names: unknown; isTrusted: boolean }> {
  return new Promise((resolve, reject) => {
    let features = '';
    const socket = connect(port, host, () => socket.write(HEADER)).on('error', reject);
    socket.on('data', (chunk) => {
      features += chunk;
      if (features.endsWith('</stream:features>')) socket.write(`<starttls xmlns='${NS.tls}'/>`);
      if (!features.includes('<proceed')) return;
      const options = { socket, ca, servername: 'xmppspec.localhost', rejectUnauthorized: false };
      const secure = connectTls(options, () => {
        const { subjectaltname } = secure.getPeerCertificate();
        secure.destroy();
        resolve({ features, names: subjectaltname, isTrusted: secure.authorized });
      }).on('error', reject);
    });
  });
}

const PACKAGED = TARGET_NAMES.filter((name) => !name.startsWith('reference'));
const ADMINISTERED: readonly string[] = ['reference', 'prosody', 'ejabberd'];

for (const name of TARGET_NAMES) {
  describeServer(name, (target) => {
    test('answers a stream header, and StartTLS with a certificate for its domain', async () => {
      const { address } = target();
      const { features, ...certificate } = await startTls(address);
      expect(features).toContain(name.endsWith('-debian') ? '<required/>' : NS.registerFeature);
      expect(certificate).toEqual({ names: 'DNS:xmppspec.localhost', isTrusted: address.ca !== undefined });
    });

    test('accepts in-band registration', async () => {
      const session = await logIn(target(), await register(target(), 'nurse'));
      expect(bareOf(session.jid)).toBe(`nurse@${target().address.domain}`);
      await session.close(1000);
    });

    test('reports its software and its features', async () => {
      const account = await register(target(), 'peter');
      const lend = async () => ({ account, giveBackClean: async () => undefined, giveBack: async () => undefined });
      const tools = { connect: createConnect(target().address, new OpenStreams()), lend, timeoutMs: 5000 };
      expect(await discoverCapabilities(target(), tools)).toEqual(OFFERS[name]);
    });

    if (ADMINISTERED.includes(name)) {
      test('has an administrator who may add accounts', async () => {
        const { address, admin } = target();
        const provider = new AdminProvider(admin!, {
          address,
          connect: createConnect(address, new OpenStreams()),
          timeoutMs: 5000,
        });
        const account = { jid: `rosaline@${address.domain}`, password: 'fair-as-the-morning' };
        await provider.create(account, () => undefined);
        const session = await logIn(target(), account);
        expect(session.jid).toBe(`rosaline@${address.domain}/x`);
        await Promise.all([session.close(1000), provider.close()]);
      });
    }

    if (!PACKAGED.includes(name)) return;
    test('reports the CPU time it has used', () => {
      expect(target().cpuMs()).toBeGreaterThan(0);
    });

    test('knows the installed version', async () => {
      expect(await target().installed()).toEqual({
        software: name.replace(/-.*/, ''),
        version: expect.stringMatching(/^\d+\.\d+/),
        os,
      });
    });
  });
}

for (const name of PACKAGED) {
  describeInstalled(name, () => {
    test('leaves no process and no directory when it is stopped, even twice', async () => {
      const seen: string[] = [];
      const removed: string[] = [];
      const target = await launchTarget(name, {
        onDirectory: (path) => seen.push(path),
        onDirectoryRemoved: (path) => removed.push(path),
      });
      const directory = seen[0]!;
      expect(statSync(directory).mode & 0o777).toBe(0o700);
      expect(processesIn(directory).length).toBeGreaterThan(0);
      await Promise.all([target.stop(), target.stop()]);
      expect(removed).toEqual(seen);
      expect(existsSync(directory)).toBe(false);
      await expect.poll(() => processesIn(directory)).toEqual([]);
      expect(target.cpuMs()).toBeUndefined();
    });

    test('leaves no process and no directory when the launch is cancelled', async () => {
      const seen: string[] = [];
      const cancel = new AbortController();
      const onDirectory = (path: string) => {
        seen.push(path);
        cancel.abort(new Error('interrupted'));
      };
      const launching = launchTarget(name, { onDirectory, signal: cancel.signal });
      await expect(launching).rejects.toThrow('interrupted');
      expect(existsSync(seen[0]!)).toBe(false);
      await expect.poll(() => processesIn(seen[0]!)).toEqual([]);
    });
  });
}
