import { parse, type ParseError } from '@codingame/monaco-vscode-api/vscode/vs/base/common/json';
import {
  applyEdits,
  setProperty,
} from '@codingame/monaco-vscode-api/vscode/vs/base/common/jsonEdit';

/** An empty file, or one of comments alone. */
const EMPTY = Symbol('empty');
const FORM = { tabSize: 4, insertSpaces: true, eol: '\n' };

export interface Merged {
  readonly text: string;
  /** What both sides set differently: ours is there, theirs isn't. */
  readonly overruled: readonly string[];
}

/**
 * Theirs with what we changed: settings by their keys, shortcuts one by one; their comments stay.
 * Undefined where a side is neither: then only one of the two can be kept.
 */
export function merged(base: string, ours: string, theirs: string): Merged | undefined {
  if (ours === theirs || theirs === base) return { text: ours, overruled: [] };
  if (ours === base) return { text: theirs, overruled: [] };
  const read = [base, ours, theirs].map(valueOf);
  // what nothing was set in yet is an empty list or object, as the others are
  const nothing = read.some(isList) ? [] : {};
  const values = read.map((value) => (value === EMPTY ? nothing : value));
  if (values.every(isList)) return lists(values as [unknown[], unknown[], unknown[]], theirs);
  if (values.every(isObject)) return objects(values as [Values, Values, Values], theirs);
  return undefined;
}

type Values = Record<string, unknown>;

function objects([base, ours, theirs]: [Values, Values, Values], text: string): Merged {
  const changed = [...new Set([...Object.keys(base), ...Object.keys(ours)])].filter(
    (key) => !same(base[key], ours[key]) && !same(ours[key], theirs[key]),
  );
  const result = changed.reduce((all, key) => {
    return key in ours || key in theirs
      ? applyEdits(all, setProperty(all, [key], ours[key], FORM))
      : all;
  }, text);
  return { text: result, overruled: changed.filter((key) => !same(base[key], theirs[key])) };
}

function lists([base, ours, theirs]: [unknown[], unknown[], unknown[]], text: string): Merged {
  const has = (list: unknown[], one: unknown) => list.some((other) => same(other, one));
  let result = text;
  for (let i = theirs.length - 1; i >= 0; i--) {
    const removed = has(base, theirs[i]) && !has(ours, theirs[i]);
    if (removed) result = applyEdits(result, setProperty(result, [i], undefined, FORM));
  }
  for (const one of ours) {
    if (!has(base, one) && !has(theirs, one)) {
      result = applyEdits(result, setProperty(result, [-1], one, FORM));
    }
  }
  return { text: result, overruled: [] };
}

function valueOf(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  if (errors.length > 0) return undefined;
  return value === undefined ? EMPTY : value;
}

function isList(value: unknown): boolean {
  return Array.isArray(value);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
