/** A changed piece as the diff editor counts it: lines from 1; an end of 0 is "nothing, after the start". */
export interface LineChange {
  readonly originalStartLineNumber: number;
  readonly originalEndLineNumber: number;
  readonly modifiedStartLineNumber: number;
  readonly modifiedEndLineNumber: number;
}

/** The original with these changes, and no others, made as in the modified text. */
export function applied(
  original: string,
  modified: string,
  changes: readonly LineChange[],
): string {
  const before = lines(original);
  const after = lines(modified);
  const result: string[] = [];
  let at = 0;
  for (const change of changes) {
    const inserts = change.originalEndLineNumber === 0;
    const start = inserts ? change.originalStartLineNumber : change.originalStartLineNumber - 1;
    append(result, before.slice(at, start));
    if (change.modifiedEndLineNumber > 0) {
      append(result, after.slice(change.modifiedStartLineNumber - 1, change.modifiedEndLineNumber));
    }
    at = inserts ? start : change.originalEndLineNumber;
  }
  append(result, before.slice(at));
  return result.join('');
}

/** A last line without an end gets one when another follows it. */
function append(result: string[], more: readonly string[]): void {
  const last = result.at(-1);
  if (more.length > 0 && last !== undefined && !last.endsWith('\n')) {
    result[result.length - 1] = last + (more[0]?.endsWith('\r\n') === true ? '\r\n' : '\n');
  }
  result.push(...more);
}

function lines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}
