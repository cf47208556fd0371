// A suite: a folder with a file suite.yaml, which says what all cases of its scenarios share.

import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Place } from '../model/place.ts';
import type { SuiteFeature } from '../model/standard.ts';
import type { XmlElement } from '../model/xml.ts';
import type { OwnRequirement } from './own-requirements.ts';

/** The file that makes a folder a suite. */
export const SUITE_FILE = 'suite.yaml';

/** The requirements of a suite. */
export const REQUIREMENTS_FILE = 'requirements.yaml';

/** A suite without mistakes. */
export interface Suite {
  /** The first part of the ids of its cases: `xep0191`. */
  readonly name: string;
  readonly title: string;
  readonly zh: string;
  /** The specification that its sections belong to: `XEP-0191`. */
  readonly specification: string;
  /** Whom its cases test. */
  readonly role: 'server' | 'client';
  /** The address of the specification. */
  readonly link: string;
  /** What all of its cases need, with the places of these texts. */
  readonly needs: readonly { readonly feature: string; readonly place: Place }[];
  /** The kind of account of actors that name none; undefined: as in other scenarios. */
  readonly accounts: string | undefined;
  readonly features: readonly SuiteFeature[];
  /** Patterns of stanzas that servers send on their own, and none of its cases is about. */
  readonly ambient: readonly { readonly pattern: XmlElement; readonly place: Place }[];
  readonly requirements: readonly OwnRequirement[];
}

/** The specification whose sections are written without its name. */
export const CORE = 'RFC 6121';

/** The section of the specification that a text in the suite means: `3.3` is `XEP-0191 3.3`; one with a name stays as it is. */
export const sectionIn = ({ specification }: Pick<Suite, 'specification'>, written: string): string =>
  specification !== CORE && /^[0-9A-Z][0-9]*(\.[0-9]+)*$/.test(written) ? `${specification} ${written}` : written;

/** The suite folder that a file or directory is in, relative where it is below the working directory; undefined: none. */
export function suiteAround(place: string, cwd: string): string | undefined {
  let folder = resolve(cwd, place);
  while (!existsSync(join(folder, SUITE_FILE))) {
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
  const below = relative(cwd, folder);
  return below.startsWith('..') ? folder : below || '.';
}
