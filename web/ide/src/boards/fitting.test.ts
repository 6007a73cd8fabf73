import { describe, expect, it } from 'vitest';
import { type Board, boards } from '../../../flash/src/boards.ts';
import type { BitstreamsBitstream as Bitstream } from '../../../protocol/src/index.ts';
import { ago, fitting, isForAnother, origin, whyNone } from './fitting.ts';

const board = (id: string) => boards.find((it) => it.id === id) as Board;
const built = (path: string, device: string, forBoard?: string): Bitstream => ({
  id: path,
  path,
  device,
  format: 'ice40',
  size: 1,
  sha256: '',
  builtAt: 0,
  ...(forBoard === undefined ? {} : { board: forBoard }),
});

describe('which bitstream goes onto which board', () => {
  const all = [
    built('fomu.bin', '5k', 'fomu'),
    built('stick.bin', '1k', 'icestick'),
    built('any.bin', '5k'),
    built('mine.bin', '5k', 'icebreaker'),
  ];

  it('takes those of its FPGA, and those for another board last', () => {
    const paths = fitting(board('icebreaker'), all).map(({ path }) => path);
    expect(paths).toEqual(['any.bin', 'mine.bin', 'fomu.bin']);
    expect(isForAnother(board('icebreaker'), all[0] as Bitstream)).toBe(true);
    expect(isForAnother(board('icebreaker'), all[2] as Bitstream)).toBe(false);
  });

  it('says why nothing fits, and on what it would', () => {
    const why = whyNone(board('icestick'), [built('top.bin', '5k')]);
    expect(why).toContain('top.bin is for an iCE40 UP5K, as on iCEBreaker, UPduino 3');
    expect(why).toContain('iCEstick has an iCE40 HX1K');
    expect(whyNone(board('icestick'), [])).toBeUndefined();
    expect(whyNone(board('icestick'), all)).toBeUndefined();
    expect(whyNone(board('icestick'), [built('t', 'u4k')])).toContain('iCE5LP4K. The');
  });

  it('says how old a bitstream is and what it was built from', () => {
    expect(ago(1_000, 2_000)).toBe('just now');
    expect(ago(0, 130_000)).toBe('2 minutes ago');
    expect(ago(0, 26 * 3_600_000)).toBe('1 day ago');
    const commit = '0123456789abcdef0123456789abcdef01234567';
    expect(origin({ ...built('a', '5k'), commit, clean: true })).toBe('0123456');
    expect(origin({ ...built('a', '5k'), commit, clean: false })).toBe('0123456 + changes');
    expect(origin(built('a', '5k'))).toBe('commit unknown');
  });
});
