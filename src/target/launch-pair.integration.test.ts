import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../model/session.ts';
import { iqRequest } from '../stanza/iq.ts';
import { element, NS } from '../stanza/xml.ts';
import { problemOf } from '../wording/problems.ts';
import { describeInstalled } from './describe-server.test-kit.ts';
import { type LaunchedPair, launchPair, type PairOptions } from './launch-pair.ts';
import { logIn, register } from './sessions.test-kit.ts';
import type { TargetName } from './target-names.ts';

/** The first stanza waits for look-ups, TLS and dialback in both directions; servers give up after 30 s. */
const ACROSS_MS = 40_000;

/** A message to the full JID of the other session arrives there. */
async function sendAcross(from: Session, to: Session): Promise<void> {
  const body = element('body', NS.client, {}, ['wherefore art thou']);
  await from.send(element('message', NS.client, { type: 'chat', to: to.jid }, [body]), 'step');
  const isIt = ({ name, attrs }: Session['inbox'][number]) => name === 'message' && attrs['from'] === from.jid;
  await to.arrival(() => to.inbox.some(isIt), ACROSS_MS);
}

async function pingAcross(from: Session, domain: string, waitMs = ACROSS_MS): Promise<unknown> {
  const ping = iqRequest('get', element('ping', NS.ping), domain);
  return (await from.request(ping, 'step', waitMs)).attrs['type'];
}

/** Milliseconds until a ping that was lost is sent again. */
const LOST_MS = 5000;

/**
 * The answer to a ping. A server loses what it has written to a stream whose end it has not seen yet, so a ping without an
 * answer is sent again.
 */
async function answerAcross(from: Session, domain: string): Promise<unknown> {
  const ping = () => pingAcross(from, domain, LOST_MS).catch((error) => problemOf(error).kind);
  let answer = await ping();
  while (answer === 'no-answer') answer = await ping();
  return answer;
}

/** Pings until the other server answers: a server may wait before it connects again. */
async function reaches(from: Session, domain: string): Promise<void> {
  let answer = await answerAcross(from, domain);
  while (answer === 'error') answer = await answerAcross(from, domain);
  expect(answer).toBe('result');
}

/** Tests on a pair that is launched before them and stopped after them. */
function describePair(
  [name, peerName]: readonly [TargetName, TargetName],
  proof: NonNullable<PairOptions['proof']>,
  body?: (logs: () => readonly string[]) => void,
): void {
  let pair: LaunchedPair | undefined;
  const directories: string[] = [];
  const running = () => {
    if (pair === undefined) throw new Error('the pair is not running');
    return pair;
  };
  const tests = () => {
    beforeAll(async () => {
      const onDirectory = (path: string) => void directories.push(path);
      pair = await launchPair([name, peerName], { proof, onDirectory });
    }, 60_000);
    afterAll(async () => {
      await Promise.all([pair?.target.stop(), pair?.peer.stop()]);
      expect(directories.filter((path) => existsSync(path))).toEqual([]);
    });
    test('a ping and a message arrive in each direction', { timeout: 2 * ACROSS_MS }, async () => {
      const { target, peer } = running();
      const here = await logIn(target, await register(target, 'juliet'));
      const there = await logIn(peer, await register(peer, 'romeo'));
      expect(await pingAcross(here, peer.address.domain)).toBe('result');
      expect(await pingAcross(there, target.address.domain)).toBe('result');
      await sendAcross(here, there);
      await sendAcross(there, here);
      await Promise.all([here.close(1000), there.close(1000)]);
    });
    test('the streams between them can be cut, and each server restarts with its accounts', {
      timeout: 4 * ACROSS_MS,
    }, async () => {
      const { target, peer, control } = running();
      const [nurse, friar] = [await register(target, 'nurse'), await register(peer, 'friar')];
      const here = await logIn(target, nurse);
      expect(await control.cut()).toBe(true);
      expect(await answerAcross(here, peer.address.domain)).toBe('error');
      await control.restore();
      expect([control.canRestart, await control.restart('B')]).toEqual([true, true]);
      const there = await logIn(peer, friar);
      expect(await control.restart('A')).toBe(true);
      const again = await logIn(target, nurse);
      await Promise.all([reaches(again, peer.address.domain), reaches(there, target.address.domain)]);
      await Promise.all([again.close(1000), there.close(1000)]);
    });
    const logFiles = ['prosody.log', 'logs/ejabberd.log', 's2s.log'];
    const logs = () => directories.flatMap((path) => logFiles.map((file) => readIfThere(join(path, file))));
    body?.(logs);
  };
  describe(`${name} with ${peerName}, by ${proof}`, () =>
    describeInstalled(name, () => describeInstalled(peerName, tests)));
}

const readIfThere = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

describePair(['prosody', 'ejabberd'], 'certificates', (logs) => {
  test('each server has proved its domain by its certificate', async () => {
    const proofs = [
      'Accepting SASL EXTERNAL identity from xmppspec-peer.localhost',
      'Accepted inbound s2s EXTERNAL authentication xmppspec.localhost ->',
    ];
    // ejabberd writes its log with a delay.
    const missing = () => proofs.filter((proof) => !logs().some((log) => log.includes(proof)));
    await expect.poll(missing, { timeout: ACROSS_MS }).toEqual([]);
  });
});
describePair(['ejabberd', 'prosody'], 'dialback', (logs) => {
  test('no server has proved its domain by its certificate', () => {
    const shown = (text: string) => logs().some((log) => log.includes(text));
    expect(shown('Incoming s2s connection xmppspec.localhost->xmppspec-peer.localhost complete')).toBe(true);
    expect(shown('Accepting SASL EXTERNAL')).toBe(false);
  });
});
describePair(['prosody', 'prosody'], 'certificates');
describePair(['jabberd2', 'prosody'], 'certificates');
describePair(['ejabberd', 'jabberd2'], 'dialback');
describePair(['prosody-debian', 'ejabberd-debian'], 'certificates');

describeInstalled('prosody', () => {
  test('a launch that is cancelled leaves nothing of either server', async () => {
    const directories: string[] = [];
    const cancel = new AbortController();
    const onDirectory = (path: string) => {
      directories.push(path);
      cancel.abort(new Error('interrupted'));
    };
    const launching = launchPair(['prosody', 'prosody'], { onDirectory, signal: cancel.signal });
    await expect(launching).rejects.toThrow('interrupted');
    expect(directories.filter((path) => existsSync(path))).toEqual([]);
  });

  test('where one server cannot be launched, the other one is stopped', async () => {
    const directories: string[] = [];
    const removed: string[] = [];
    const launching = launchPair(['prosody', 'prosody'], {
      peerDomain: 'no domain',
      onDirectory: (path) => directories.push(path),
      onDirectoryRemoved: (path) => removed.push(path),
    });
    await expect(launching).rejects.toMatchObject({ problem: { kind: 'domain-invalid' } });
    expect(removed.toSorted()).toEqual(directories.toSorted());
  });
});
