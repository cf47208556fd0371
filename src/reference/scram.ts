// RFC 5802 and RFC 7677: the server's half of SCRAM, with node:crypto.

import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';

const DIGESTS = { 'SCRAM-SHA-1': 'sha1', 'SCRAM-SHA-256': 'sha256' } as const;

export type ScramMechanism = keyof typeof DIGESTS;

/** The lowest count that RFC 5802 5.1 and RFC 7677 4 permit. A higher one costs time and protects nothing here. */
const ITERATIONS = 4096;
const SALT_BYTES = 16;
const NONCE_BYTES = 18;

export interface ScramKeys {
  readonly salt: Buffer;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

/** Derives the keys that a server stores for a password (RFC 5802 3). Takes about 2 ms. */
export function deriveKeys(mechanism: ScramMechanism, password: string): ScramKeys {
  const digest = DIGESTS[mechanism];
  const salt = randomBytes(SALT_BYTES);
  const length = createHash(digest).digest().length;
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, length, digest);
  const storedKey = createHash(digest)
    .update(hmac(digest, salted, 'Client Key'))
    .digest();
  return { salt, storedKey, serverKey: hmac(digest, salted, 'Server Key') };
}

/** The parsed first message of a client. */
export interface ClientFirst {
  readonly gs2Header: string;
  readonly authzid: string;
  readonly bare: string;
  readonly username: string;
  readonly nonce: string;
}

/** Parses `n,a=authzid,n=user,r=nonce`. Returns undefined when it is malformed or requires channel binding, which is not offered. */
export function readClientFirst(message: string): ClientFirst | undefined {
  const match = /^([ny],(?:a=([^,]+))?,)(n=([^,]+),r=([\x21-\x2b\x2d-\x7e]+)(?:,.*)?)$/s.exec(message);
  const [, gs2Header = '', authzid = '', bare = '', username = '', nonce = ''] = match ?? [];
  return match
    ? { gs2Header, authzid: unescapeName(authzid), bare, username: unescapeName(username), nonce }
    : undefined;
}

/** Makes the answer to a first message, with the server's nonce added. */
export function serverFirst(first: ClientFirst, keys: ScramKeys): { message: string; nonce: string } {
  const nonce = `${first.nonce}${randomBytes(NONCE_BYTES).toString('base64')}`;
  return { message: `r=${nonce},s=${keys.salt.toString('base64')},i=${ITERATIONS}`, nonce };
}

export interface FinalCheck {
  readonly mechanism: ScramMechanism;
  readonly keys: ScramKeys;
  readonly first: ClientFirst;
  readonly serverMessage: string;
  readonly nonce: string;
}

/** Checks the final message of a client. Returns the server's proof, or what is wrong. */
export function checkClientFinal(message: string, check: FinalCheck): { proof: string } | 'malformed' | 'wrong' {
  const match = /^(c=([^,]+),r=([^,]+)(?:,.*)?),p=([A-Za-z0-9+/=]+)$/s.exec(message);
  if (!match) return 'malformed';
  const [, withoutProof = '', binding = '', nonce = '', proof = ''] = match;
  if (nonce !== check.nonce || binding !== Buffer.from(check.first.gs2Header).toString('base64')) return 'wrong';
  const authMessage = `${check.first.bare},${check.serverMessage},${withoutProof}`;
  if (!isProof(Buffer.from(proof, 'base64'), authMessage, check)) return 'wrong';
  return { proof: `v=${hmac(DIGESTS[check.mechanism], check.keys.serverKey, authMessage).toString('base64')}` };
}

function isProof(proof: Buffer, authMessage: string, { mechanism, keys }: FinalCheck): boolean {
  const digest = DIGESTS[mechanism];
  const signature = hmac(digest, keys.storedKey, authMessage);
  if (proof.length !== signature.length) return false;
  const clientKey = proof.map((byte, index) => byte ^ (signature[index] ?? 0));
  return timingSafeEqual(createHash(digest).update(clientKey).digest(), keys.storedKey);
}

function hmac(digest: string, key: Buffer, message: string): Buffer {
  return createHmac(digest, key).update(message).digest();
}

function unescapeName(name: string): string {
  return name.replaceAll('=2C', ',').replaceAll('=3D', '=');
}
