import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeInstalled, describeServer } from '../target/describe-server.test-kit.ts';
import { launchPair } from '../target/launch-pair.ts';
import { launchTarget } from '../target/launch-target.ts';
import type { LaunchedTarget } from '../target/launched-target.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';

/** A finding as `--json` prints it. */
interface Finding {
  readonly part?: string;
  readonly name: string;
  readonly status: string;
  readonly text: string;
  readonly remedy?: string;
}

/** Reading one file instead of all saves a second. */
const ONE_FILE = 'scenarios/rfc6121/3.1.2/full-jid.yaml';

async function doctor(args: readonly string[]) {
  const { code, stdout, stderr } = await xmppspec(['doctor', ONE_FILE, ...args, '--json']);
  expect(stderr).toMatch(/^(exit 3: \d+ checks? failed\n)?$/);
  const { findings, peer } = JSON.parse(stdout) as { findings: readonly Finding[]; peer?: object };
  const of = (part?: string) => findings.filter((finding) => finding.part === part);
  const failed = findings.filter(({ status }) => status === 'failed').map(({ part, name }) => [part, name]);
  return { code, of, failed, peer, stdout };
}

/** The options that reach a launched server as an external one. */
function reached({ address: { host, port, domain, ca } }: LaunchedTarget, prefix: '' | 'peer-'): readonly string[] {
  const file = join(temporaryDirectory(), 'ca.pem');
  writeFileSync(file, ca ?? '');
  const target = prefix === '' ? '--target' : '--peer';
  return [target, `xmpp://${host}:${port}`, `--${prefix}domain`, domain, `--${prefix}ca`, file];
}

const WAY = ['resolution', 'connection', 'stream', 'tls', 'certificate', 'dialback', 'ping domain', 'ping session'];

const PAIRS = [
  ['prosody', 'ejabberd'],
  ['jabberd2', 'prosody'],
] as const;

for (const [name, peerName] of PAIRS) {
  describe(`${name} with ${peerName}`, () =>
    describeInstalled(name, () =>
      describeInstalled(peerName, () => {
        test('every check passes, in order, and both ways are pinged', async () => {
          const { code, of, failed, peer, stdout } = await doctor(['-t', name, '--peer', peerName]);
          expect([code, failed], stdout).toEqual([0, []]);
          expect(peer).toMatchObject({ name: peerName, domain: 'xmppspec-peer.localhost' });
          expect(of('peer').map(({ name }) => name)).toEqual(expect.arrayContaining(['host', 'login', 'limits']));
          expect(of('to peer').map(({ name }) => name)).toEqual(['session', 'session', ...WAY]);
          expect(of('from peer').map(({ name }) => name)).toEqual(WAY);
          expect(of('to peer').map(({ status }) => status)).toEqual(Array(10).fill('ok'));
          expect(of('to peer').at(-2)?.text).toMatch(/^xmppspec-peer\.localhost answers a ping in [\d.]+ ms$/);
          expect(of('from peer').at(-1)?.text).toMatch(/^xs-.*@xmppspec\.localhost\/.* answers a ping in [\d.]+ ms$/);
        });
      }),
    ));
}

describeInstalled('prosody', () => {
  test('two servers that run already are examined by their addresses', async () => {
    const { target, peer } = await launchPair(['prosody', 'prosody']);
    try {
      const { code, of, failed, stdout } = await doctor([...reached(target, ''), ...reached(peer, 'peer-')]);
      expect([code, failed], stdout).toEqual([0, []]);
      // This machine does not know the names; the servers do.
      expect(of('to peer').find(({ name }) => name === 'resolution')).toMatchObject({ status: 'missing' });
      expect(of('to peer').find(({ name }) => name === 'tls')).toMatchObject({ status: 'not tried' });
      expect(of('from peer').at(-1)).toMatchObject({ name: 'ping session', status: 'ok' });
    } finally {
      await Promise.all([target.stop(), peer.stop()]);
    }
  });
});

describeServer('prosody', (target) => {
  test('servers that connect to no other fail, with what to do', async () => {
    const peer = await launchTarget('prosody', { domain: 'verona.localhost' });
    try {
      const { code, failed, of } = await doctor([...reached(target(), ''), ...reached(peer, 'peer-')]);
      expect([code, failed]).toEqual([
        3,
        [
          ['to peer', 'ping session'],
          ['from peer', 'ping session'],
        ],
      ]);
      // The error does not show which server it comes from: only the ping of the session decides.
      expect(of('to peer').at(-2)).toMatchObject({ name: 'ping domain', status: 'missing' });
      expect(of('to peer').at(-1)).toMatchObject({
        text: expect.stringMatching(/^a ping to xs-.*@verona\.localhost\/.* comes back after .* with <[a-z-]+\/>$/),
        remedy: 'read the logs of both servers about this connection',
      });
    } finally {
      await peer.stop();
    }
  });
});
