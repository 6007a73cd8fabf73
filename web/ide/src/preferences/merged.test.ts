import { describe, expect, it } from 'vitest';
import { merged } from './merged.ts';

const text = (base: string, ours: string, theirs: string) => merged(base, ours, theirs)?.text;

describe('settings that two sides changed', () => {
  it('hold what each set', () => {
    const result = merged('{"x":1}', '{"x":3}', '{"x":1,"y":2}');
    expect(JSON.parse(result?.text ?? '')).toEqual({ x: 3, y: 2 });
    expect(result?.overruled).toEqual([]);
  });

  it('are ours where both set the same key, and say so', () => {
    const result = merged('{"a":1,"b":1}', '{"b":2}', '{"a":5,"b":3}');
    expect(JSON.parse(result?.text ?? '')).toEqual({ b: 2 });
    expect(result?.overruled).toEqual(['a', 'b']);
  });

  it('keep the comments of the other side', () => {
    expect(text('{}', '{"a":1}', '{\n    // why\n    "b": 2,\n}')).toContain('// why');
  });

  it('begin with nothing', () => {
    expect(JSON.parse(text('', '{"a":1}', '{"b":2}') ?? '')).toEqual({ a: 1, b: 2 });
  });

  it('are not put together when one is broken', () => {
    expect(merged('{}', '{"a":1', '{"b":2}')).toBeUndefined();
  });
});

describe('shortcuts that two sides changed', () => {
  const bind = (...keys: string[]) => JSON.stringify(keys.map((key) => ({ key, command: 'x' })));

  it('hold what each added and miss what either removed', () => {
    const result = text(bind('a', 'b', 'c'), bind('a', 'c', 'o'), bind('b', 'c', 't'));
    expect(JSON.parse(result ?? '')).toEqual(JSON.parse(bind('c', 't', 'o')));
  });

  it('begin with a file of comments', () => {
    expect(JSON.parse(text('// mine\n[]', bind('a'), bind('b')) ?? '')).toHaveLength(2);
    expect(JSON.parse(text('', bind('a'), bind('b')) ?? '')).toHaveLength(2);
  });
});
