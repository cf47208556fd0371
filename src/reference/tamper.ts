// Where a mutant departs from the server: the places at which every stanza passes. The server itself has none of it.

import type { XmlElement } from '../model/xml.ts';
import type { AppendixA, Cell } from '../spec/appendix-a.ts';
import type { DeliveryOutcome } from '../spec/delivery-table.ts';
import type { Account, Resource, World } from './world.ts';

/** Whose stream a stanza passes. */
export interface At {
  readonly world: World;
  readonly resource: Resource;
}

/** Between whom a cell of Appendix A is carried out. `contact` is a bare JID. */
export interface Between {
  readonly world: World;
  readonly account: Account;
  readonly contact: string;
}

/** What becomes of a stanza: itself, others, or none. */
type Stanzas = readonly XmlElement[];

/** What a mutant does to stanzas on their way; what it has no hook for stays as it is. */
export interface Tamper {
  /** A stanza of a client, stamped with nothing yet, before it is handled. */
  fromClient?(stanza: XmlElement, at: At): Stanzas;
  /** Any stanza to a client with a resource, pushes and results included. */
  toClient?(stanza: XmlElement, at: At): Stanzas;
  /** A stanza that the remote domain sends. */
  fromRemote?(stanza: XmlElement, world: World): Stanzas;
  /** A stanza to the remote domain. */
  toRemote?(stanza: XmlElement, world: World): Stanzas;
  /** A stanza put on its way to an address, of our own domain or another, before it is delivered there. */
  route?(stanza: XmlElement, world: World): Stanzas;
  /** True: a client may name this sender although it is somebody else. Who is stamped on the stanza stays the same. */
  mayClaim?(from: string, at: At): boolean;
  /** The stream features, before and after login. */
  features?(features: XmlElement): XmlElement;
  /** A cell of Appendix A has been carried out, with all that it asks for. */
  afterCell?(cell: Cell, between: Between): void;
  /** False: the end of this stream goes unnoticed. */
  notices?(resource: Resource): boolean;
}

/** One thing wrong: another table, or a hook. */
export interface Defect {
  readonly appendix?: (appendix: AppendixA) => AppendixA;
  /** Outcomes by cell of the delivery table: `negative-only/bare/chat`. */
  readonly delivery?: Readonly<Record<string, DeliveryOutcome>>;
  readonly tamper?: Tamper;
}
