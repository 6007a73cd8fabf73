/** Where a line of a search editor comes from; all from 0. */
export interface Origin {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

const FILE = /^(\S.*):$/;
/** `  12: text` of a match, `  12  text` of a line around it. */
const RESULT = /^ +(\d+)(?:: | {2})/;

/**
 * The place in a file that a place in the results stands for; undefined where it stands for none.
 *
 * @param lines the results
 * @param line the line of the results, from 0
 * @param column the column in it, from 0
 */
export function originOf(
  lines: readonly string[],
  line: number,
  column: number,
): Origin | undefined {
  const text = lines[line] ?? '';
  const path = FILE.exec(text)?.[1];
  if (path !== undefined) return isHeader(text) ? undefined : { path, line: 0, column: 0 };
  const result = RESULT.exec(text);
  if (result === null) return undefined;
  for (let above = line - 1; above >= 0; above--) {
    const named = FILE.exec(lines[above] ?? '')?.[1];
    if (named === undefined) continue;
    return {
      path: named,
      line: Number(result[1]) - 1,
      column: Math.max(0, column - result[0].length),
    };
  }
  return undefined;
}

/** The query stands above the results, in lines of its own. */
function isHeader(text: string): boolean {
  return text.startsWith('# ');
}
