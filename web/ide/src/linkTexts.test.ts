import { expect, it } from 'vitest';
import { linksIn } from './linkTexts.ts';

const places = (text: string) =>
  linksIn(text).map(({ path, line, column }) => `${path} ${line} ${column}`);

it('reads what tools print', () => {
  expect(places('rtl/top.v:12:5: error: unexpected token')).toEqual(['rtl/top.v 12 5']);
  expect(places('../sim/tb.sv:7: warning')).toEqual(['../sim/tb.sv 7 1']);
  expect(places('%Error: /workspace/top.v:3:9: syntax error')).toEqual(['/workspace/top.v 3 9']);
  expect(places('ERROR: at top.v:12.5-12.20')).toEqual(['top.v 12 5']);
  expect(places('top.v(3,5): note')).toEqual(['top.v 3 5']);
  expect(places('  File "sim/run it.py", line 40, in main')).toEqual(['sim/run it.py 40 1']);
  expect(places('-rw-r--r-- 1 joy joy 12 Nov 1 README.md')).toEqual(['README.md 1 1']);
});

it('covers the text it was found in', () => {
  const text = 'see rtl/top.v:12:5: here';
  const [link] = linksIn(text);
  expect(text.slice(link?.start, (link?.start ?? 0) + (link?.length ?? 0))).toBe('rtl/top.v:12:5');
});

it('leaves plain words alone', () => {
  expect(places('make: nothing to be done for all ... 12:30')).toEqual([]);
  expect(places('joy@joy:/workspace$ ')).toEqual(['/workspace$ 1 1']);
});
