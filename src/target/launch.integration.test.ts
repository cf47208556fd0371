import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, test } from 'vitest';
import { AdminProvider } from '../accounts/admin-provider.ts';
import type { Address } from '../model/target.ts';
import { createConnect } from '../xmpp/connect.ts';
import { describeInstalled, describeServer } from './describe-server.test-kit.ts';
import { launchTarget, TARGET_NAMES } from './launch.ts';
import { probe } from './probe.ts';
import { logIn, register } from './sessions.test-kit.ts';

const HEADER = `<stream:stream to='xmppspec.localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;

const OFFERS = {
  reference: {
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
  },
  prosody: {
    software: 'Prosody',
    version: expect.stringMatching(/^\d/),
    features: ['roster-get', 'roster-version', 'presence-sub-preapproval'],
  },
  ejabberd: { software: 'ejabberd', version: expect.stringMatching(/^\d/), features: ['roster-get', 'roster-version'] },
  jabberd2: { software: 'jabberd2', version: expect.stringMatching(/^\d/), features: ['roster-get', 'roster-version'] },
};

/** Processes that were started with a directory as their home; zombies have lost their environment. */
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

/** What a server answers to a stream header and, once that is answered, to the offer to start TLS. */
function startTls({ host, port, ca }: Address): Promise<{ features: string; isTrusted: boolean }> {
  return new Promise((resolve, reject) => {
    let features = '';
    const socket = connect(port, host, () => socket.write(HEADER)).on('error', reject);
    socket.on('data', (chunk) => {
      features += chunk;
      if (features.endsWith('</stream:features>')) socket.write(`<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`);
      if (!features.includes('<proceed')) return;
      const secure = connectTls({ socket, ca, servername: 'xmppspec.localhost' }, () => {
        secure.destroy();
        resolve({ features, isTrusted: secure.authorized });
      }).on('error', reject);
    });
  });
}

for (const name of TARGET_NAMES) {
  describeServer(name, (target) => {
    test('answers a stream header and proves who it is with the certificate of its address', async () => {
      const { features, isTrusted } = await startTls(target().address);
      expect(features).toContain('http://jabber.org/features/iq-register');
      expect(isTrusted).toBe(true);
    });

    test('takes registrations in band', async () => {
      const session = await logIn(target(), await register(target(), 'nurse'));
      expect(session.jid).toBe(`nurse@${target().address.domain}/x`);
      await session.close(1000);
    });

    test('tells what it is and what it offers', async () => {
      const account = await register(target(), 'peter');
      const lend = async () => ({ account, giveBack: async () => undefined });
      const tools = { connect: createConnect(target().address), lend, timeoutMs: 5000 };
      expect(await probe(target(), tools)).toEqual(OFFERS[name]);
    });
  });
}

for (const name of ['reference', 'prosody', 'ejabberd'] as const) {
  describeServer(name, (target) => {
    test('has an administrator who may add accounts', async () => {
      const { address, admin } = target();
      const provider = new AdminProvider(admin!, { address, connect: createConnect(address), timeoutMs: 5000 });
      const account = { jid: `rosaline@${address.domain}`, password: 'fair' };
      await provider.create(account, () => undefined);
      const session = await logIn(target(), account);
      expect(session.jid).toBe(`rosaline@${address.domain}/x`);
      await Promise.all([session.close(1000), provider.close()]);
    });
  });
}

for (const name of ['prosody', 'ejabberd', 'jabberd2'] as const) {
  describeServer(name, (target) => {
    test('tells the CPU time it has used', () => {
      expect(target().cpuMs()).toBeGreaterThan(0);
    });

    test('knows what is installed', async () => {
      expect(await target().installed()).toEqual({ software: name, version: expect.stringMatching(/^\d+\.\d+/) });
    });
  });

  describeInstalled(name, () => {
    test('leaves no process and no directory when it is stopped, which may be asked for twice', async () => {
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

    test('leaves nothing when the launch is given up', async () => {
      const seen: string[] = [];
      const giveUp = new AbortController();
      const onDirectory = (path: string) => {
        seen.push(path);
        giveUp.abort(new Error('interrupted'));
      };
      const launching = launchTarget(name, { onDirectory, signal: giveUp.signal });
      await expect(launching).rejects.toThrow('interrupted');
      expect(existsSync(seen[0]!)).toBe(false);
      await expect.poll(() => processesIn(seen[0]!)).toEqual([]);
    });
  });
}
