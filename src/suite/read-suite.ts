// Reads suite.yaml and requirements.yaml of a folder.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Texts } from '../model/language.ts';
import type { Mistake } from '../model/place.ts';
import type { SuiteFeature } from '../model/standard.ts';
import { features as standardFeatures } from '../spec/features.ts';
import { ownRequirement } from '../spec/requirements.ts';
import { elsewhere, isElsewhere } from '../spec/sections.ts';
import { parseXml } from '../stanza/xml.ts';
import { XmlError } from '../stanza/xml-error.ts';
import { troubleOf } from '../wording/file-troubles.ts';
import { baselineMistake } from '../wording/report-mistakes.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { nameKind } from '../wording/scenario-names.ts';
import { suggest } from '../wording/suggest.ts';
import type { Report } from '../yaml/mistakes.ts';
import { type Path, readYaml, type Source } from '../yaml/read.ts';
import { readText } from '../yaml/read-text.ts';
import { checkShape } from '../yaml/shape.ts';
import { show } from '../yaml/wrong-value.ts';
import type { OwnRequirement } from './own-requirements.ts';
import { type AuthoredRequirements, requirementsSchema } from './requirement-schema.ts';
import { CORE, REQUIREMENTS_FILE, SUITE_FILE, type Suite, sectionIn } from './suite.ts';
import { type AuthoredSuite, suiteSchema } from './suite-schema.ts';

/** 4 MiB: some ten thousand requirements. Guards against files given by mistake. */
const MAX_BYTES = 4_194_304;

/** Either the suite or the mistakes in its files. */
export type SuiteReading =
  | { readonly suite: Suite; readonly mistakes: readonly [] }
  | { readonly suite?: never; readonly mistakes: readonly Mistake[] };

interface Shaped<T> {
  /** Undefined: it has mistakes. */
  readonly data: T | undefined;
  readonly source: Source | undefined;
}

/** Reads the files of a suite folder. Never throws. */
export function readSuite(folder: string): SuiteReading {
  const mistakes: Mistake[] = [];
  const report: Report = (place, message) => void mistakes.push({ place, message });
  const { data: file, source } = readFile(join(folder, SUITE_FILE), suiteSchema, mistakes);
  const path = join(folder, REQUIREMENTS_FILE);
  const rules = existsSync(path) ? readFile(path, requirementsSchema, mistakes) : { data: [], source: undefined };
  if (file === undefined || source === undefined) return { mistakes };
  const head = readHead(file, { source, report });
  const suite = { ...head, requirements: readRules(rules, head, report) };
  return mistakes.length === 0 ? { suite, mistakes: [] } : { mistakes };
}

function readFile<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  mistakes: Mistake[],
): Shaped<z.infer<Schema>> {
  const nothing = { data: undefined, source: undefined };
  let text: string;
  try {
    text = readText(file, MAX_BYTES);
  } catch (error) {
    mistakes.push({ place: { file, line: 1, col: 1 }, message: troubleOf(error) });
    return nothing;
  }
  const { source, mistakes: unreadable } = readYaml(text, file);
  if (source === undefined) {
    mistakes.push(...unreadable);
    return nothing;
  }
  const { data, mistakes: misshapen } = checkShape(schema, source);
  mistakes.push(...misshapen);
  return { data, source };
}

interface Tools {
  readonly source: Source;
  readonly report: Report;
}

function readHead(file: AuthoredSuite, { source, report }: Tools): Omit<Suite, 'requirements'> {
  const { name, title, zh = title, specification, role = 'server', link, accounts } = file;
  const { section } = elsewhere(specification) ?? {};
  const isCore = role === 'client' && specification === CORE;
  if (!isCore && (!isElsewhere(specification) || section !== undefined))
    report(source.place(['specification']), scenarioMistake('noSpecification', show(specification)));
  if (name === 'rfc6121') report(source.place(['name']), scenarioMistake('suiteOurs', name));
  const needs = (typeof file.needs === 'string' ? [file.needs] : (file.needs ?? [])).map((feature, at) => ({
    feature,
    place: source.place(['needs', at]),
  }));
  const ambient = (file.ambient ?? []).flatMap((xml, at) => {
    const place = source.place(['ambient', at]);
    const pattern = elementOf(xml);
    if (pattern === undefined) report(place, baselineMistake('ambientNoElement'));
    return pattern === undefined ? [] : [{ pattern, place }];
  });
  const features = readFeatures(file, { source, report });
  return { name, title, zh, specification, role, link, needs, accounts, features, ambient };
}

function elementOf(xml: string) {
  try {
    return parseXml(xml);
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

function readFeatures(file: AuthoredSuite, { source, report }: Tools): readonly SuiteFeature[] {
  const features = file.features ?? [];
  for (const [at, { name, section }] of features.entries()) {
    const here: Path = ['features', at];
    const isOurs = standardFeatures.some((one) => one.name === name);
    if (isOurs) report(source.place([...here, 'name']), scenarioMistake('featureOurs', name));
    if (features.findIndex((one) => one.name === name) < at)
      report(source.place([...here, 'name']), scenarioMistake('featureTwice', name));
    checkSection(file, section, (message) => report(source.place([...here, 'section']), message));
  }
  return features.map(({ zh, link = file.link, section, found, ...one }) => ({
    ...one,
    zh: zh ?? one.text,
    section: sectionOf(file, section),
    link,
    ...(found !== undefined && { found }),
  }));
}

function readRules(
  { data = [], source }: Shaped<AuthoredRequirements>,
  suite: Omit<Suite, 'requirements'>,
  report: Report,
): readonly OwnRequirement[] {
  if (source === undefined) return [];
  return data.map(({ section, feature: name, link = suite.link, ...rule }, at) => {
    const feature = suite.features.find((one) => one.name === name);
    if (name !== undefined && feature === undefined) {
      const known = suite.features.map((one) => one.name);
      const message = scenarioMistake('unknown', nameKind('feature'), show(name), suggest(name, known));
      report(source.place([at, 'feature']), message);
    }
    checkSection(suite, section, (message) => report(source.place([at, 'section']), message));
    const requirement = ownRequirement({ ...rule, link, section: sectionOf(suite, section), feature });
    return { requirement, place: source.place([at, 'id']) };
  });
}

type Named = Pick<Suite, 'specification'>;

const sectionOf = (suite: Named, written: string | undefined): string =>
  written === undefined ? suite.specification : sectionIn(suite, written);

/** Reports a section that is none, or one of RFC 6121. */
function checkSection(suite: Named, written: string | undefined, report: (message: Texts) => void): void {
  if (written !== undefined && !isElsewhere(sectionIn(suite, written)))
    report(scenarioMistake('noSectionHere', show(written)));
}
