import { describe, expect, it } from 'vitest';
import { safetyList } from './safetyList.ts';

const SAFE = { safe: true, safeAt: 1, unsafe: [], unsafeCount: 0, leftOut: [], leftOutCount: 0 };

describe('the list of what is not safe', () => {
  it('says so when there is nothing', () => {
    expect(safetyList(SAFE, [], undefined).map((item) => item.label)).toEqual([
      '$(check) Everything is safe on the server',
    ]);
  });

  it('names a text once, with the place that is farthest from safe, and counts what is cut off', () => {
    const safety = { ...SAFE, safe: false, unsafe: ['a.v', 'b.v'], unsafeCount: 5 };
    const labels = safetyList(safety, [{ name: 'a.v' }], new Date()).map((item) => item.label);
    expect(labels.slice(1)).toEqual(['$(edit) a.v', '$(sync) b.v', '$(sync) and 3 more']);
    expect(labels[0]).toContain('No connection since');
  });

  it('gives the reason why a text can not be kept', () => {
    const items = safetyList(SAFE, [{ name: 'a.v', problem: 'too large' }], undefined);
    expect(items[0]?.description).toBe('too large');
  });
});
