import { describe, expect, it } from 'vitest';
import { applied, lineNear, looked } from './lineChanges.ts';

const change = (from: number, to: number, newFrom: number, newTo: number) => ({
  originalStartLineNumber: from,
  originalEndLineNumber: to,
  modifiedStartLineNumber: newFrom,
  modifiedEndLineNumber: newTo,
});

describe('a part of the changes', () => {
  const original = 'a\nb\nc\nd\n';
  const modified = 'A\nb\nnew\nc\n';
  const first = change(1, 1, 1, 1);
  const inserted = change(2, 0, 3, 3);
  const deleted = change(4, 4, 4, 0);

  it('is made alone', () => {
    expect(applied(original, modified, [first])).toBe('A\nb\nc\nd\n');
    expect(applied(original, modified, [inserted])).toBe('a\nb\nnew\nc\nd\n');
    expect(applied(original, modified, [deleted])).toBe('a\nb\nc\n');
  });

  it('and all of them give the modified text, none the original', () => {
    expect(applied(original, modified, [first, inserted, deleted])).toBe(modified);
    expect(applied(original, modified, [])).toBe(original);
  });

  it('begins before the first line and ends behind one without an end', () => {
    expect(applied('a\n', 'x\na\n', [change(0, 0, 1, 1)])).toBe('x\na\n');
    expect(applied('a', 'a\nb', [change(1, 0, 2, 2)])).toBe('a\nb');
    expect(applied('', 'b\r\n', [change(0, 0, 1, 1)])).toBe('b\r\n');
  });
});

describe('where a change is shown', () => {
  const added = change(1, 0, 2, 3);
  const modified = change(5, 6, 7, 7);
  const deleted = change(9, 9, 10, 0);
  const all = [added, modified, deleted];

  it('is on the lines it made, or where lines are gone', () => {
    expect(looked(added)).toEqual({ kind: 'added', from: 2, to: 3 });
    expect(looked(modified)).toEqual({ kind: 'modified', from: 7, to: 7 });
    expect(looked(deleted)).toEqual({ kind: 'deleted', from: 10, to: 10 });
    expect(looked(change(1, 1, 0, 0))).toEqual({ kind: 'deleted', from: 1, to: 1 });
  });

  it('is found by its line, and by walking in both directions around the ends', () => {
    expect(lineNear(all, 3, 'here')).toBe(0);
    expect(lineNear(all, 4, 'here')).toBe(-1);
    expect(lineNear(all, 3, 'next')).toBe(1);
    expect(lineNear(all, 10, 'next')).toBe(0);
    expect(lineNear(all, 10, 'previous')).toBe(1);
    expect(lineNear(all, 2, 'previous')).toBe(2);
    expect(lineNear([], 1, 'next')).toBe(-1);
  });
});
