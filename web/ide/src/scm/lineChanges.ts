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

/** A change as it is marked: on the lines it made, or on the line after which some are gone. */
export interface Shown {
  readonly kind: 'added' | 'modified' | 'deleted';
  readonly from: number;
  readonly to: number;
}

export function looked(change: LineChange): Shown {
  const { modifiedStartLineNumber: start, modifiedEndLineNumber: end } = change;
  if (end === 0) return { kind: 'deleted', from: Math.max(start, 1), to: Math.max(start, 1) };
  const kind = change.originalEndLineNumber === 0 ? 'added' : 'modified';
  return { kind, from: start, to: end };
}

/** Which change is at a line, or comes next after or before it, around the ends too; -1 for none. */
export function lineNear(
  changes: readonly LineChange[],
  line: number,
  direction: 'here' | 'next' | 'previous',
): number {
  const all = changes.map(looked);
  if (direction === 'here') return all.findIndex(({ from, to }) => from <= line && line <= to);
  if (all.length === 0) return -1;
  if (direction === 'next')
    return Math.max(
      0,
      all.findIndex(({ from }) => from > line),
    );
  const before = all.findLastIndex(({ to }) => to < line);
  return before < 0 ? all.length - 1 : before;
}
