import { expect, it } from 'vitest';
import { loadText, safetyText } from './statusBar.ts';

it('shows CPU and memory', () => {
  const sample = {
    time: 0,
    cpuPercent: 12.4,
    cpuLimitPercent: 200,
    memory: 300 << 20,
    memoryLimit: 1 << 30,
    processes: 9,
    source: 'cgroup2',
  };
  expect(loadText(sample)).toBe('$(pulse) 12 %  $(server) 300 MB');
});

it('says what is not safe', () => {
  const safe = { safe: true, unsafe: [], unsafeCount: 0, leftOut: [], leftOutCount: 0 };
  expect(safetyText(safe)).toContain('saved');
  expect(safetyText({ ...safe, safe: false, unsafe: ['a'], unsafeCount: 1 })).toContain(
    '1 not safe',
  );
  expect(safetyText({ ...safe, awaySince: 1 })).toContain('here only');
  expect(safetyText({ ...safe, leftOut: ['out/a.vcd'], leftOutCount: 1 })).toContain('1 not kept');
});
