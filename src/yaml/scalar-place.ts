// Finds where a line and column of a YAML scalar are in the file.

import type { Scalar } from 'yaml';

interface Position {
  readonly line: number;
  readonly col: number;
}

/**
 * Offset in `file` of a position inside the value of `scalar`, or undefined where the text in the file
 * is not the value letter by letter: folded blocks, quoted text with escapes, plain text over several lines.
 */
export function placeInScalar(scalar: Scalar, file: string, position: Position): number | undefined {
  const [start, end] = scalar.range ?? [];
  if (start === undefined || end === undefined || typeof scalar.value !== 'string') return undefined;
  if (scalar.type === 'BLOCK_LITERAL') return inBlock(scalar.value, { file, start }, position);
  const quote = scalar.type === 'PLAIN' ? 0 : 1;
  const isVerbatim = file.slice(start + quote, end - quote) === scalar.value && !scalar.value.includes('\n');
  return isVerbatim && position.line === 1 ? start + quote + position.col - 1 : undefined;
}

/** The lines of a literal block are the lines below its header without their indentation. */
function inBlock(value: string, block: { file: string; start: number }, position: Position): number | undefined {
  let lineStart = block.start;
  for (let line = 0; line < position.line; line += 1) {
    lineStart = block.file.indexOf('\n', lineStart) + 1;
    if (lineStart === 0) return undefined;
  }
  const inFile = /^[^\r\n]*/.exec(block.file.slice(lineStart))?.[0] ?? '';
  const inValue = value.split('\n')[position.line - 1] ?? '';
  const indentation = Math.max(0, inFile.length - inValue.length);
  return lineStart + Math.min(indentation + position.col - 1, inFile.length);
}
