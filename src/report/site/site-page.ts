// The data that every part of the first page gets.

import type { Language, SiteLinks } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import type { Site } from '../../results/site.ts';
import type { MatrixPage } from '../matrix/matrix-page.ts';
import type { SITE } from './site-words.ts';

export interface SitePage {
  readonly site: Site;
  readonly lang: Language;
  readonly own: (typeof SITE)['en'];
  /** The servers side by side; their pages are addresses relative to this page. */
  readonly matrix: MatrixPage;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly links: SiteLinks;
  /** Address of the badge of each server, relative to this page. */
  readonly badges: readonly string[];
  /** Version of this program. */
  readonly version: string;
}

/** `98.7 %` */
export const percentText = (part: number, all: number): string =>
  `${all === 0 ? '0' : ((100 * part) / all).toFixed(1)} %`;
