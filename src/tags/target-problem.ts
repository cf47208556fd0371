// What is wrong with a target: before anything is launched or reached, and when it is launched.

import type { Table } from './table.ts';

/** Why the address of a server, xmpp://host[:port] or xmpps://host[:port], cannot be used. */
export const ADDRESS = {
  'address-malformed': { url: 'text' },
  'address-has-user': { url: 'text' },
  /** Something follows host and port. */
  'address-too-long': { url: 'text', rest: 'text' },
  'address-has-no-host': { url: 'text' },
  'address-port-invalid': { url: 'text', port: 'text' },
  /** xmpps:// means direct TLS, and no TLS was asked for. */
  'address-needs-tls': { url: 'text' },
  /** No TLS was asked for, on an address that is not loopback. */
  'plaintext-not-loopback': { url: 'text' },
} as const satisfies Table;

/** What is known to prevent a launch before it begins. */
export const OBSTACLES = {
  /** A program that the target needs. */
  'not-installed': { program: 'text', debianPackage: 'text' },
  /** The configuration of a package, which the target is to be launched with. */
  'configuration-unreadable': { file: 'text', debianPackage: 'text' },
  /** The file is not the one that the package ships. */
  'configuration-edited': { file: 'text', debianPackage: 'text' },
} as const satisfies Table;

/** What can go wrong with a client under test, or with what drives it. `log` holds the last lines that it has written. */
export const CLIENT = {
  'client-not-started': { command: 'text', code: 'text' },
  /** `status` is the exit status, or the name of the signal that ended it. */
  'client-ended': { status: 'text', log: 'text[]' },
  /** `stage` is the step of the login that did not come. */
  'client-not-logged-in': { stage: 'connect|tls|authenticate|bind|presence', timeoutMs: 'number', log: 'text[]' },
  /** The client has ended its stream, or its connection. */
  'client-left': {},
  /** It has written this many characters to standard output that are no lines of a driver. */
  'client-babbles': { limit: 'number' },
  'driver-silent': { verb: 'text', timeoutMs: 'number', log: 'text[]' },
  'driver-refused': { verb: 'text', why: 'text' },
  'driver-unclear': { verb: 'text', said: 'text' },
} as const satisfies Table;

/** What can go wrong when a server is launched or reached. `log` holds the last lines of its logs. */
export const TARGET = {
  ...ADDRESS,
  ...OBSTACLES,
  ...CLIENT,
  'launch-ended': { target: 'text', log: 'text[]' },
  'launch-timed-out': { target: 'text', timeoutMs: 'number', log: 'text[]' },
  'domain-invalid': { domain: 'text' },
  'certificate-not-made': { domain: 'text', cause: 'problem' },
  'library-missing': { debianPackage: 'text' },
  /** The file of the package that defines the tables of its database. */
  'schema-unreadable': { path: 'text', debianPackage: 'text' },
  'database-not-made': { debianPackage: 'text', cause: 'problem' },
} as const satisfies Table;
