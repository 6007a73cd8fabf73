import { describe, expect, it } from 'vitest';
import type { PortsListening } from '../../protocol/src/index.ts';
import { appeared, listed } from './portList.ts';

const at = (port: number, command = 'python3'): PortsListening => ({
  port,
  command,
  pid: 7,
  address: '127.0.0.1',
});

describe('the list of ports', () => {
  it('is ordered, and says which are shared', () => {
    expect(listed([at(8000), at(3000, 'node')], new Set([8000]))).toEqual([
      { port: 3000, command: 'node', shared: false },
      { port: 8000, command: 'python3', shared: true },
    ]);
  });

  it('keeps a shared port whose program has ended', () => {
    expect(listed([], new Set([8000]))).toEqual([{ port: 8000, command: '', shared: true }]);
  });

  it('tells new ports from known ones', () => {
    const before = { ports: [at(3000)] };
    expect(appeared(before, { ports: [at(3000), at(8000)] }).map(({ port }) => port)).toEqual([
      8000,
    ]);
    expect(appeared(before, { ports: [] })).toEqual([]);
  });
});
