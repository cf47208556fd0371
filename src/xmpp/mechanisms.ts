// SASL with node:crypto: SCRAM (RFC 5802, RFC 7677) and PLAIN (RFC 4616). Messages are strings of octets, as the factory
// requires. The library's SCRAM derives keys in JavaScript (680 ms CPU per login) and ignores the server's signature.

import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import Factory, { type SaslMechanism } from 'saslmechanisms';
import { ProblemError } from '../wording/problems.ts';

/** Above the recommended numbers (600,000 for SHA-256, OWASP 2023). A higher one would take minutes of CPU. */
const MAX_ITERATIONS = 1_000_000;

/** The input of SCRAM's `Hi` function; `salt` is in base64. */
interface Salting {
  readonly hash: string;
  readonly password: string;
  readonly salt: string;
  readonly iterations: number;
}

/** Derives the salted password of RFC 5802 3. */
export type SaltPassword = (salting: Salting) => Promise<Buffer>;

/** What a mechanism gets; it calls `begin` when its exchange begins. */
export interface ScramCredentials {
  readonly username: string;
  readonly password: string;
  readonly salt: SaltPassword;
  begin(exchange: ScramExchange): void;
}

/** A SCRAM exchange in progress. */
export interface ScramExchange {
  /** True once the server has proven that it knows the password. */
  readonly isProven: boolean;
  /** Takes the server's last message, in octets; throws when it does not prove that the server knows the password. */
  finish(message: string): void;
}

/** A `SaltPassword` with a cache: the derivation is most of the cost of a login. */
export function createSaltPassword(): SaltPassword {
  const known = new Map<string, Promise<Buffer>>();
  const derive = promisify(pbkdf2);
  return ({ hash, password, salt, iterations }) => {
    const key = JSON.stringify([hash, password, salt, iterations]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const bytes = createHash(hash).digest().length;
    const salted = derive(password, Buffer.from(salt, 'base64'), iterations, bytes, hash);
    known.set(key, salted);
    return salted;
  };
}

/** The mechanisms supported, in order of preference. */
export const MECHANISMS: readonly string[] = ['SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN'];

/** A factory of `MECHANISMS`; the library prefers them in this order. */
export function createSaslFactory(): Factory {
  return new Factory().use('SCRAM-SHA-256', ScramSha256).use('SCRAM-SHA-1', ScramSha1).use('PLAIN', Plain);
}

const octets = (value: string): string => Buffer.from(value, 'utf8').toString('latin1');

/** NFKC, the part of SASLprep (RFC 4013) that Node.js has. Names and passwords of test accounts need no more. */
const prepare = (value: string): string => value.normalize('NFKC');

function readFields(message: string): Readonly<Record<string, string>> {
  return Object.fromEntries(message.split(',').map((field) => [field.slice(0, 1), field.slice(2)]));
}

class Scram implements SaslMechanism {
  readonly name: string;
  readonly clientFirst = true;
  isProven = false;
  readonly #hash: string;
  readonly #nonce = randomBytes(18).toString('base64');
  #first = '';
  #challenge = '';
  #serverSignature: Buffer | undefined;

  constructor(name: string, hash: string) {
    this.name = name;
    this.#hash = hash;
  }

  response(credentials: ScramCredentials): string | Promise<string> {
    if (this.isProven) return '';
    if (this.#challenge !== '') return this.#final(credentials);
    credentials.begin(this);
    const name = prepare(credentials.username).replaceAll('=', '=3D').replaceAll(',', '=2C');
    this.#first = octets(`n=${name},r=${this.#nonce}`);
    return `n,,${this.#first}`;
  }

  challenge(message: string): void {
    if (this.#serverSignature === undefined) this.#challenge = message;
    else this.finish(message);
  }

  finish(message: string): void {
    const given = Buffer.from(readFields(message)['v'] ?? '', 'base64');
    const expected = this.#serverSignature;
    if (expected === undefined || given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new ProblemError({ kind: 'server-unproven' });
    }
    this.isProven = true;
  }

  async #final(credentials: ScramCredentials): Promise<string> {
    const { r: nonce = '', s: salt = '', i, m: extension } = readFields(this.#challenge);
    const iterations = Number(i);
    const isSane = nonce.startsWith(this.#nonce) && nonce.length > this.#nonce.length && salt !== '';
    if (!isSane || extension !== undefined || !(iterations >= 1 && iterations <= MAX_ITERATIONS)) {
      throw new ProblemError({ kind: 'challenge-malformed' });
    }
    const password = prepare(credentials.password);
    const salted = await credentials.salt({ hash: this.#hash, password, salt, iterations });
    const unproven = `c=biws,r=${nonce}`;
    const exchange = `${this.#first},${this.#challenge},${unproven}`;
    this.#serverSignature = this.#sign(this.#sign(salted, 'Server Key'), exchange);
    const clientKey = this.#sign(salted, 'Client Key');
    const signature = this.#sign(createHash(this.#hash).update(clientKey).digest(), exchange);
    const proof = clientKey.map((byte, at) => byte ^ (signature[at] ?? 0));
    return `${unproven},p=${Buffer.from(proof).toString('base64')}`;
  }

  #sign(key: Buffer, message: string): Buffer {
    return createHmac(this.#hash, key).update(message, 'latin1').digest();
  }
}

class ScramSha256 extends Scram {
  constructor() {
    super('SCRAM-SHA-256', 'sha256');
  }
}

class ScramSha1 extends Scram {
  constructor() {
    super('SCRAM-SHA-1', 'sha1');
  }
}

class Plain implements SaslMechanism {
  readonly name = 'PLAIN';
  readonly clientFirst = true;

  response({ username, password }: ScramCredentials): string {
    return octets(`\0${username}\0${password}`);
  }

  challenge(): void {
    throw new ProblemError({ kind: 'challenge-unexpected', mechanism: this.name });
  }
}
