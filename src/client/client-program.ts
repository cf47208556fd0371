// A client as a program: what it is told, and what it says. It is a process, or a part of this one in tests.

import type { Problem } from '../model/problem.ts';

/** What a client needs for its login. */
export interface ClientLogin {
  readonly jid: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly tls: 'none' | 'starttls' | 'direct';
  /** The PEM file of the authority; undefined: there is no TLS. */
  readonly ca: string | undefined;
}

/** What hears a client. */
export interface ClientListener {
  /** A line on its standard output, without its end. */
  onLine(text: string): void;
  /** It has ended by itself, or was ended because it wrote too much. Called once at most. */
  onEnded(problem: Problem): void;
}

/** A client that runs. */
export interface ClientProgram {
  /** The last lines that it has written to standard error, and those on standard output that say nothing to a tester. */
  readonly log: readonly string[];
  /** Writes a line to its standard input. */
  write(line: string): void;
  /** Ends it with all of its processes. Never rejects. */
  end(): Promise<void>;
}

/** Starts a client. What keeps it from starting, the listener hears as its end. */
export type StartClient = (login: ClientLogin, listener: ClientListener) => ClientProgram;

/** The environment of a client. */
export const environmentOf = ({
  jid,
  password,
  host,
  port,
  tls,
  ca,
}: ClientLogin): Readonly<Record<string, string>> => ({
  XMPP_JID: jid,
  XMPP_PASSWORD: password,
  XMPP_HOST: host,
  XMPP_PORT: String(port),
  XMPP_TLS: tls,
  ...(ca !== undefined && { XMPP_CA: ca }),
});
