import type { CaseResult } from '../model/result.ts';

/**
 * The results with those first that tell of something no result before them tells of: a requirement not kept, or a
 * reason. Where there is room for a few of them, these are the few.
 */
export function distinctFirst(results: readonly CaseResult[]): readonly CaseResult[] {
  const told = new Set<string>();
  const isNew = (result: CaseResult): boolean => {
    const news = subjectsOf(result).filter((subject) => !told.has(subject));
    for (const subject of news) told.add(subject);
    return news.length > 0;
  };
  const marked = results.map((result) => ({ result, first: isNew(result) }));
  return [true, false].flatMap((first) => marked.filter((entry) => entry.first === first).map(({ result }) => result));
}

function subjectsOf({ requirements, reason }: CaseResult): readonly string[] {
  const broken = requirements.filter(({ verdict }) => verdict !== 'passed').map(({ id }) => id);
  return reason === undefined ? broken : [...broken, JSON.stringify(reason)];
}
