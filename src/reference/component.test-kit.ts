// A component on a plain socket.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { serialize } from '../stanza/serialize.ts';
import { NS } from '../stanza/xml.ts';
import { TestClient } from './client.test-kit.ts';
import type { ReferenceServer } from './server.ts';

/** Connects a component that has opened a stream for `domain`, and has not sent its handshake. */
export async function openComponent(server: ReferenceServer, domain: string): Promise<TestComponent> {
  const socket = connect(server.componentPort ?? 0, server.host);
  await once(socket, 'connect');
  const component = new TestComponent(socket, server.domain, domain);
  component.send(`<stream:stream xmlns='${NS.component}' xmlns:stream='${NS.streams}' to='${domain}'>`);
  return component;
}

/** Connects a component that is authenticated. Rejects when the server refuses it. */
export async function joinComponent(
  server: ReferenceServer,
  { domain, secret }: { readonly domain: string; readonly secret: string },
): Promise<TestComponent> {
  const component = await openComponent(server, domain);
  await component.sendHandshake(secret);
  const answer = await component.next();
  if (answer.name !== 'handshake') throw new Error(`expected a handshake, got ${serialize(answer)}`);
  return component;
}

/** Acts as the server of a remote domain (XEP-0114). */
export class TestComponent extends TestClient {
  readonly #domain: string;

  constructor(socket: Socket, serverDomain: string, domain: string) {
    super(socket, serverDomain, NS.component);
    this.#domain = domain;
  }

  /** Sends the handshake as soon as the server has opened its stream. */
  async sendHandshake(secret: string): Promise<void> {
    await this.opened();
    const digest = createHash('sha1').update(`${this.header?.attrs['id']}${secret}`).digest('hex');
    this.send(`<handshake>${digest}</handshake>`);
  }

  override ask(iq: string): Promise<readonly string[]> {
    return super.ask(iq.includes(' from=') ? iq : iq.replace('<iq ', `<iq from="fence@${this.#domain}/x" `));
  }
}
