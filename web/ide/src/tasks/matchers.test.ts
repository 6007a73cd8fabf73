import { expect, it } from 'vitest';
import { matchers } from './matchers.ts';

/** What a matcher takes out of a line, in the order of its pattern. */
function read(name: string, line: string): (string | undefined)[] | undefined {
  const { regexp } = matchers.find((each) => each.name === name)?.pattern ?? { regexp: '$^' };
  return new RegExp(regexp).exec(line)?.slice(1);
}

it('reads what GCC and Clang print', () => {
  expect(read('gcc', 'a.c:1:27: error: ‘y’ undeclared (first use in this function)')).toEqual([
    'a.c',
    '1',
    '27',
    'error',
    '‘y’ undeclared (first use in this function)',
  ]);
  expect(read('gcc', 'src/a b.c:4: warning: unused')?.slice(0, 4)).toEqual([
    'src/a b.c',
    '4',
    undefined,
    'warning',
  ]);
  expect(read('gcc', 'a.c:1:10: fatal error: no.h: No such file or directory')?.[3]).toBe('error');
  expect(read('gcc', 'a.c: In function ‘main’:')).toBeUndefined();
  expect(read('gcc', '    1 | int main(){ int x; return y; }')).toBeUndefined();
});

it('reads what Yosys prints', () => {
  expect(read('yosys', 'top.v:3: ERROR: syntax error, unexpected TOK_ENDMODULE')).toEqual([
    'top.v',
    '3',
    'ERROR',
    'syntax error, unexpected TOK_ENDMODULE',
  ]);
  expect(read('yosys', 'top.v:3: Warning: Identifier `\\y’ is implicitly declared.')?.[2]).toBe(
    'Warning',
  );
  expect(read('yosys', 'ERROR: Module `\\foo’ referenced in module `\\top’')).toBeUndefined();
});

it('reads what Icarus Verilog prints', () => {
  expect(read('iverilog', 'bad.v:3: syntax error')).toEqual([
    'bad.v',
    '3',
    undefined,
    'syntax error',
  ]);
  expect(read('iverilog', 'bad.v:2: error: Unknown module type: foo')).toEqual([
    'bad.v',
    '2',
    'error',
    'Unknown module type: foo',
  ]);
  expect(read('iverilog', 'I give up.')).toBeUndefined();
  expect(read('iverilog', '2 error(s) during elaboration.')).toBeUndefined();
});

it('reads where make stopped', () => {
  expect(read('make', 'Makefile:12: *** missing separator.  Stop.')).toEqual([
    'Makefile',
    '12',
    'missing separator.',
  ]);
  expect(read('make', 'make: *** [Makefile:20: top.json] Error 1')).toBeUndefined();
});
