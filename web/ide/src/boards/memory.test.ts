import { describe, expect, it } from 'vitest';
import { Memory } from './memory.ts';

function storage(text: string | null = null) {
  let kept = text;
  return { getItem: () => kept, setItem: (_: string, value: string) => void (kept = value) };
}

describe('what was chosen for a board', () => {
  it('is there again for the next page, the last used first', () => {
    const shelf = storage();
    new Memory(shelf).keep('403:6010:a', { board: 'hx8k', target: 'sram', name: 'HX8K' });
    new Memory(shelf).keep('403:6010:b', { name: 'iCEBreaker' });
    const later = new Memory(shelf);
    expect(later.of('403:6010:a')).toEqual({ board: 'hx8k', target: 'sram', name: 'HX8K' });
    expect(later.last()).toBe('iCEBreaker');
    later.keep('403:6010:a', { name: 'HX8K' });
    expect(later.last()).toBe('HX8K');
  });

  it('keeps the last sixteen', () => {
    const memory = new Memory(storage());
    for (let i = 0; i < 20; i++) memory.keep(String(i), { name: `board ${i}` });
    expect(memory.of('3')).toBeUndefined();
    expect(memory.of('4')?.name).toBe('board 4');
  });

  it.each(['nonsense', '{}', '[1, [2], ["a"], ["b", null], ["c", {"name": 7}]]'])(
    'is nothing where something else wrote %s',
    (text) => {
      expect(new Memory(storage(text)).last()).toBeUndefined();
    },
  );
});
