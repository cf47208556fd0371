// The data that every part of the page of a grid gets, and the addresses in it.

import type { Language, SiteLinks } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import type { Federation, FederationCell } from '../../results/federation.ts';
import { REPORT_ENDING } from '../../results/federation-file.ts';
import { COMMON } from '../../wording/common.ts';
import { caseAnchor } from '../html/anchor.ts';
import { type Html, html } from '../html/template.ts';
import { FEDERATION, type FederationWords } from './federation-words.ts';

export interface FederationPage {
  readonly federation: Federation;
  readonly lang: Language;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly own: FederationWords;
  readonly common: (typeof COMMON)['en'];
  /** Part of a site: it holds no JSON reports. Absent: the page stands beside them. */
  readonly site?: SiteLinks | undefined;
}

/** What a page is made with. */
export type FederationPageLook = Pick<FederationPage, 'lang' | 'requirements' | 'site'>;

/** The data of a page about this grid. */
export function federationPageOf(federation: Federation, look: FederationPageLook): FederationPage {
  return { federation, ...look, own: FEDERATION[look.lang], common: COMMON[look.lang] };
}

/** The number of a server in ids, from 1: names may hold anything. */
export const serverNumber = (name: string, { federation }: Pick<FederationPage, 'federation'>): number =>
  federation.servers.findIndex((one) => one.name === name) + 1;

/** The id of the part of the page about a cell, `pair-1-2`. */
export function cellAnchor({ server, peer }: FederationCell, page: Pick<FederationPage, 'federation'>): string {
  return `pair-${serverNumber(server, page)}-${serverNumber(peer, page)}`;
}

/** The id of the part of the page about a server: its rules, or where no rule is broken, the ranking. */
export function serverAnchor(name: string, page: Pick<FederationPage, 'federation'>): string {
  const isBroken = page.federation.rows.flat().some((cell) => cell.kind === 'tested' && cell.rules.length > 0);
  return isBroken ? `server-${serverNumber(name, page)}` : 'ranking';
}

/** Links to the report of a cell; undefined: it has none. */
export function reportLinks(cell: FederationCell, { own, site }: FederationPage): Html | undefined {
  if (cell.kind === 'not-run' || cell.file === undefined) return undefined;
  const file = encodeURIComponent(cell.file);
  const data = site === undefined ? html` <a href="${file}${REPORT_ENDING}">${own.data}</a>` : undefined;
  return html`<a href="${file}.html">${own.report}</a>${data}`;
}

/** The address of a case in the report of a cell. */
export const caseAddress = (file: string, id: string): string => `${encodeURIComponent(file)}.html#${caseAnchor(id)}`;
