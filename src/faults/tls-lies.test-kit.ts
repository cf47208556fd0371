// What a server may do after <starttls/> instead of TLS, or with it.

import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TlsOptions } from 'node:tls';
import { NS } from '../stanza/xml.ts';

export interface TlsLie {
  readonly name: string;
  /** Sent instead of <proceed/>, or with it. */
  readonly answer: string;
  /** Sent instead of the handshake. Absent: the handshake takes place. */
  readonly bytes?: string | Buffer;
  /** What happens then. */
  readonly ending?: 'silence' | 'close' | 'reset';
  /** The number of bytes of the server after which the handshake breaks off. */
  readonly handshakeBytes?: number;
  readonly tls?: TlsOptions;
  /** A certificate of another domain. */
  readonly isOtherDomain?: boolean;
  /** Offers StartTLS under TLS again. */
  readonly offersAgain?: boolean;
}

const PROCEED = `<proceed xmlns='${NS.tls}'/>`;
const HEADER = `<?xml version='1.0'?><stream:stream xmlns='${NS.client}' xmlns:stream='${NS.streams}' id='x' version='1.0'>`;
const FEATURES = `<stream:features><mechanisms xmlns='${NS.sasl}'><mechanism>PLAIN</mechanism></mechanisms></stream:features>`;

/** The alert "handshake failure". */
const ALERT = Buffer.of(0x15, 3, 3, 0, 2, 2, 40);

/** The first bytes of a record that announces 16 KiB. */
const HALF_RECORD = Buffer.of(0x16, 3, 3, 0x40, 0, 2);

export const TLS_LIES: readonly TlsLie[] = [
  { name: 'plaintext after proceed', answer: PROCEED, bytes: `${HEADER}${FEATURES}` },
  { name: 'plaintext in the packet of proceed', answer: `${PROCEED}${HEADER}${FEATURES}` },
  { name: 'alert', answer: PROCEED, bytes: ALERT },
  { name: 'alert and close', answer: PROCEED, bytes: ALERT, ending: 'close' },
  { name: 'garbage', answer: PROCEED, bytes: Buffer.from(Array.from({ length: 300 }, (_, at) => (at * 7) % 256)) },
  { name: 'half a record', answer: PROCEED, bytes: HALF_RECORD, ending: 'silence' },
  { name: 'endless record', answer: PROCEED, bytes: Buffer.concat([HALF_RECORD, Buffer.alloc(100_000)]) },
  { name: 'silence after proceed', answer: PROCEED, ending: 'silence' },
  { name: 'close after proceed', answer: PROCEED, ending: 'close' },
  { name: 'reset after proceed', answer: PROCEED, ending: 'reset' },
  { name: 'handshake stops at byte 1', answer: PROCEED, handshakeBytes: 1 },
  { name: 'handshake stops at byte 100', answer: PROCEED, handshakeBytes: 100 },
  { name: 'handshake stops at byte 600', answer: PROCEED, handshakeBytes: 600 },
  { name: 'certificate of another domain', answer: PROCEED, isOtherDomain: true },
  { name: 'TLS 1.0 only', answer: PROCEED, tls: { maxVersion: 'TLSv1', minVersion: 'TLSv1' } },
  { name: 'TLS 1.1 only', answer: PROCEED, tls: { maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1' } },
  { name: 'StartTLS again', answer: PROCEED, offersAgain: true },
  { name: 'failure', answer: `<failure xmlns='${NS.tls}'/>`, ending: 'silence' },
  { name: 'failure and close', answer: `<failure xmlns='${NS.tls}'/></stream:stream>`, ending: 'close' },
  { name: 'features instead of proceed', answer: FEATURES, ending: 'silence' },
  { name: 'proceed twice', answer: `${PROCEED}${PROCEED}` },
  { name: 'nothing', answer: '', ending: 'silence' },
];

/** Does what the lie says in place of a handshake. Returns false where the handshake takes place. */
export async function actOn(client: Socket, { answer, bytes, ending }: TlsLie): Promise<boolean> {
  if (answer !== '') client.write(answer);
  if (bytes !== undefined) {
    // In a packet of its own.
    await nextTurn();
    client.write(bytes);
  }
  if (ending === 'close') client.end();
  if (ending === 'reset') client.resetAndDestroy();
  return bytes !== undefined || ending !== undefined;
}
