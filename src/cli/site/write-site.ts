// Writes a site: files only, with relative links, so that it works from a disk and below any address; says where it is.

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Language, SiteLinks } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import { federationHtml } from '../../report/federation/federation-html.ts';
import { FEDERATION, pairName } from '../../report/federation/federation-words.ts';
import { reporters } from '../../report/reporters.ts';
import { siteHtml } from '../../report/site/index-page.ts';
import { noteText } from '../../report/site/report-notes.ts';
import { badgeSvg } from '../../report/site/scoreboard.ts';
import { SITE } from '../../report/site/site-words.ts';
import { aligned, plain } from '../../report/text/text-table.ts';
import { requirementsIn } from '../../results/own-requirements.ts';
import type { PairRun } from '../../results/pair-run.ts';
import { readCounted, readReports } from '../../results/report-file.ts';
import { eventsOf } from '../../results/report-read.ts';
import { type Site, type SiteInput, type SiteNote, type Suite, siteOf } from '../../results/site.ts';
import { COMMON } from '../../wording/common.ts';
import { reportError } from '../../wording/report-mistakes.ts';
import { fileNames } from '../federate/pairs.ts';
import { openFile } from '../files/open-file.ts';
import { type GivenReports, readGiven } from './read-reports.ts';

export interface SiteArguments {
  readonly directory: string;
  /** Reports as `readGiven` takes them; at least one. */
  readonly files: readonly string[];
  /** The language of the pages at the top; those in the other one are in a directory of its name. */
  readonly lang: Language;
}

export interface SiteTools {
  readonly suite: Suite;
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** The page of a server or of a pair: its report, and the name of the page without its ending. */
interface ReportPage {
  readonly file: string;
  readonly report: string;
}

/** Names of pages that are not of a server. */
const OWN_PAGES = ['federation'];

/** Writes the site and returns its content. Rejects with `UsageError`, where a file cannot be read first of all. */
export async function writeSite({ directory, files, lang }: SiteArguments, tools: SiteTools): Promise<Site> {
  if (existsSync(directory) && !statSync(directory).isDirectory()) {
    throw reportError('siteDirectory', directory);
  }
  const given = readGiven(files);
  const alone = given.servers.map(({ label }) => ({ server: label, peer: label }));
  const names = fileNames([...alone, ...given.pairs], OWN_PAGES);
  const servers = given.servers.map(inputOf);
  const runs = runsOf(given, servers, names);
  const reports = [...servers.map(({ latest }) => latest.report), ...runs.flatMap(({ report }) => report ?? [])];
  const requirements = requirementsIn(reports, tools.requirements);
  const site = siteOf({ servers, grid: given.grid, runs }, tools.suite, requirements);
  openFile(join(directory, 'index.html'));
  const target = { ...tools, directory, lang, requirements };
  await writeReports(reportPages(given, names), target);
  writeOwnPages(site, names, target);
  return site;
}

function inputOf({ label, files }: GivenReports['servers'][number]): SiteInput {
  const newest = files.at(-1)?.file ?? '';
  const [latest] = readCounted([newest]);
  if (latest === undefined) throw new Error(`no report of ${label}`);
  return { label, latest, all: files.map(({ report }) => report) };
}

/** The cells of the grid: the servers alone, and the pairs. */
function runsOf(
  { pairs, grid }: GivenReports,
  servers: readonly SiteInput[],
  names: readonly string[],
): readonly PairRun[] {
  const alone = servers.map(
    ({ label, latest }, at): PairRun => ({
      server: label,
      peer: label,
      file: names[at] ?? '',
      report: latest.report,
      obstacles: [],
    }),
  );
  const paired = pairs.map(({ server, peer, file, obstacles }, at): PairRun => {
    const report = file === undefined ? undefined : readCounted([file])[0]?.report;
    return { server, peer, file: names[servers.length + at] ?? '', report, obstacles };
  });
  return [...alone.filter(({ server }) => grid.includes(server)), ...paired];
}

function reportPages({ servers, pairs }: GivenReports, names: readonly string[]): readonly ReportPage[] {
  const reports = [...servers.map(({ files }) => files.at(-1)?.file), ...pairs.map(({ file }) => file)];
  return reports.flatMap((report, at) => (report === undefined ? [] : [{ report, file: names[at] ?? '' }]));
}

interface Target extends SiteTools {
  readonly directory: string;
  readonly lang: Language;
}

const LANGUAGES: readonly Language[] = ['en', 'zh'];

/** Where the pages in a language are, and how each of them links to the first page and to itself in both languages. */
function placesOf({ lang: main, directory }: Target) {
  return LANGUAGES.map((lang) => {
    const other = lang === 'en' ? 'zh' : 'en';
    const below = lang === main ? '' : `${lang}/`;
    const inBoth = (page: string) => {
      const away = lang === main ? `${other}/${page}` : `../${page}`;
      return lang === 'en' ? { en: page, zh: away } : { en: away, zh: page };
    };
    const links = (page: string): SiteLinks => ({
      ...(page !== 'index.html' && { home: inBoth('index.html') }),
      page: inBoth(encodeURIComponent(page)),
    });
    return {
      lang,
      links,
      up: lang === main ? '' : '../',
      write: (page: string) => openFile(join(directory, below, page)),
    };
  });
}

async function writeReports(pages: readonly ReportPage[], target: Target): Promise<void> {
  const create = await reporters.html.load();
  for (const { file, report } of pages) {
    const [read] = readReports([report]);
    if (read === undefined) continue;
    const events = eventsOf(read.report);
    for (const { lang, links, write } of placesOf(target)) {
      const page = `${file}.html`;
      const base = { requirements: target.requirements, color: false, terminal: false, trace: false };
      const reporter = create({ ...base, lang, site: links(page), write: write(page) });
      for (const event of events) reporter.on(event);
    }
  }
}

function writeOwnPages(site: Site, names: readonly string[], target: Target): void {
  const { requirements, suite } = target;
  const files = site.servers.map((_, at) => names[at] ?? '');
  for (const [at, server] of site.servers.entries()) {
    openFile(join(target.directory, 'badges', `${files[at]}.svg`))(badgeSvg(server).text);
  }
  const pages = files.map((file) => `${encodeURIComponent(file)}.html`);
  for (const { lang, links, write, up } of placesOf(target)) {
    if (site.federation !== undefined) {
      write('federation.html')(federationHtml(site.federation, { lang, requirements, site: links('federation.html') }));
    }
    const badges = files.map((file) => `${up}badges/${encodeURIComponent(file)}.svg`);
    const look = { lang, requirements, links: links('index.html'), version: suite.version };
    write('index.html')(siteHtml(site, { ...look, pages, badges }));
  }
}

/** The text. */
export function siteText(site: Site, directory: string, lang: Language): string {
  const notesOf = (notes: readonly SiteNote[]) =>
    plain(notes.map((note) => noteText(note, lang)).join(COMMON[lang].semicolon));
  const servers = site.servers.map(({ label, passed, ran, notes }) => [
    plain(label),
    plain(SITE[lang].caseText(passed, ran)),
    notesOf(notes),
  ]);
  const pairs = site.pairNotes.map(({ pair, notes }) => [
    plain(pairName(pair, FEDERATION[lang])),
    plain(''),
    notesOf(notes),
  ]);
  return [...aligned([...servers, ...pairs]), join(directory, 'index.html')]
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
