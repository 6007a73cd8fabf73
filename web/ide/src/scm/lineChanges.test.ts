import { describe, expect, it } from 'vitest';
import { applied } from './lineChanges.ts';

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
