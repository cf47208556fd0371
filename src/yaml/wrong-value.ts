// What is wrong with a value, in our words: what zod reports about it, in both languages.

import type { z } from 'zod';
import type { Texts } from '../model/language.ts';
import { expectationText, fileMistake, typeText, valueText } from '../wording/file-mistakes.ts';
import { suggest } from '../wording/suggest.ts';
import { either, eitherQuoted } from '../wording/texts.ts';

/** A mistake that zod reports. */
export type Issue = z.core.$ZodIssue;

/** A value that a schema does not accept. */
export interface WrongValue {
  readonly value: unknown;
  /** The value in words. */
  readonly shown: Texts;
  /** What holds it, in words. */
  readonly name: Texts;
}

/** The texts that a check gives where they depend on the value. */
export interface CheckTexts {
  readonly texts: Texts;
}

/** What was expected, and what was there. zod's own message is English, and is not used. */
export function wrongValue(issue: Issue, wrong: WrongValue): Texts {
  switch (issue.code) {
    case 'custom':
      return customText(issue) ?? expectationText(issue.message);
    case 'invalid_format':
      return expectationText(issue.message);
    case 'invalid_value':
      return oneOf(issue.values, wrong);
    case 'too_small':
      return isSize(issue) ? tooFew(issue) : fileMistake('atLeast', Number(issue.minimum), wrong.shown);
    case 'too_big':
      return isSize(issue) ? expectationText('') : fileMistake('atMost', Number(issue.maximum), wrong.shown);
    case 'invalid_union':
      return hasOptions(issue) ? oneOf(issue.options, wrong) : wrongType(issue, wrong);
    case 'invalid_type':
      return wrongType(issue, wrong);
    // Those of keys have a place of their own, and no schema has multiples or maps of zod.
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      return expectationText('');
  }
}

type Sized = z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig;

/** Whether characters or entries are counted, and not the value itself compared. */
const isSize = ({ origin }: Sized): boolean => !['number', 'int', 'bigint', 'date'].includes(origin);

const tooFew = ({ origin }: Sized): Texts => fileMistake(origin === 'string' ? 'noCharacter' : 'noEntry');

type UnionIssue = z.core.$ZodIssueInvalidUnion;

/** Whether a union is told by a tag, which has another value. */
const hasOptions = (issue: UnionIssue): issue is UnionIssue & { readonly options: readonly unknown[] } =>
  'options' in issue && Array.isArray(issue.options);

function oneOf(permitted: readonly unknown[], { value, shown }: WrongValue): Texts {
  const values = permitted.map(String);
  return fileMistake('wrongValue', eitherQuoted(values), shown, isText(value) ? suggest(value, values) : undefined);
}

const isText = (value: unknown): value is string => typeof value === 'string';

const customText = ({ params }: z.core.$ZodIssueCustom): Texts | undefined =>
  (params as Partial<CheckTexts> | undefined)?.texts;

function wrongType(issue: Issue, { value, shown, name }: WrongValue): Texts {
  const expected = [...new Set(expectedTypes(issue))];
  const holdsMap = expected.includes('object') || expected.includes('record');
  const words = new Map(expected.map(typeText).map((text) => [text.en, text]));
  const message = fileMistake('wrongType', either([...words.values()]), name, shown);
  if (value === null && holdsMap) return fileMistake('writeBraces', message);
  return typeof value === 'number' && expected.includes('string') ? fileMistake('writeQuotes', message) : message;
}

/** Types of zod. A branch of a union may report more about the value than its type. */
function expectedTypes(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_type') return [issue.expected];
  if (issue.code !== 'invalid_union') return [];
  return issue.errors.flatMap((branch) => branch.filter((i) => i.path.length === 0).flatMap(expectedTypes));
}

/** Longer values are cut: the place shows where the rest is. */
const LONGEST_SHOWN = 60;

/** Text of an author on one line, cut where it is long. */
export function show(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}...` : line;
}

/** A value in words: `the number 3`, `a list`, `nothing`. */
export function describe(value: unknown): Texts {
  if (value === null || value === undefined) return valueText('nothing');
  if (Array.isArray(value)) return valueText(value.length === 0 ? 'emptyList' : 'list');
  if (typeof value === 'object') return valueText('map');
  if (typeof value === 'string') return valueText('named', show(value));
  return valueText(typeof value === 'number' ? 'theNumber' : 'theFlag', String(value));
}

/** The type of a value in words, without the value: `text`, `a list`. */
export function describeType(value: unknown): Texts {
  if (typeof value === 'string') return valueText(value === '' ? 'emptyText' : 'otherText');
  if (typeof value === 'number') return valueText('number');
  return typeof value === 'boolean' ? valueText('flag') : describe(value);
}
