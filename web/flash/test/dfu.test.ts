import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { boards } from '../src/boards.ts';
import { flash, type Job } from '../src/flash.ts';
import { bitstream } from './images.ts';
import { SimulatedBootloader } from './simulatedBootloader.ts';

const IMAGE = bitstream('5k');

function job(board: SimulatedBootloader, more: Partial<Job> = {}): Job {
  const fomu = boards.find(({ id }) => id === 'fomu');
  if (fomu === undefined) throw new Error('the table has no Fomu');
  return { board: fomu, target: 'flash', image: IMAGE, clock: board.clock, ...more };
}

describe('flashing by a DFU bootloader', () => {
  // webdfu writes every failed transfer to the console too
  beforeEach(() => vi.spyOn(console, 'error').mockImplementation(() => undefined));
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ['that can be read back', 0x07],
    ['that can not', 0x05],
    ['that restarts at the end', 0x01],
  ])('gives the image to one %s', async (_, attributes) => {
    const board = new SimulatedBootloader(attributes);
    await flash(board, job(board));
    expect(Buffer.compare(board.flash, IMAGE)).toBe(0);
    expect(board.opened).toBe(false);
  });

  it('sees what was written otherwise', async () => {
    const board = new SimulatedBootloader();
    const flashing = flash(
      board,
      job(board, {
        onProgress: (phase, done) => {
          if (phase === 'verify' && done === 0) board.flash[2000] = (board.flash[2000] ?? 0) ^ 1;
        },
      }),
    );
    await expect(flashing).rejects.toMatchObject({
      trouble: 'flash.verify',
      message: expect.stringContaining('byte 2000') as string,
    });
    expect(board.opened).toBe(false);
  });

  it('tells of a block that is refused, and goes on from there the next time', async () => {
    const board = new SimulatedBootloader();
    board.refuseBlock = 3;
    await expect(flash(board, job(board))).rejects.toMatchObject({ trouble: 'flash.verify' });
    expect(board.opened).toBe(false);
    board.refuseBlock = undefined;
    await flash(board, job(board));
    expect(Buffer.compare(board.flash, IMAGE)).toBe(0);
  });

  it('can be unplugged and cancelled at any time', async () => {
    const counted = new SimulatedBootloader();
    await flash(counted, job(counted));
    for (let at = 1; at < counted.transfers; at++) {
      const board = new SimulatedBootloader();
      board.unplugAt = at;
      await expect(flash(board, job(board)), `at ${at}`).rejects.toMatchObject({
        trouble: 'usb.gone',
      });
      expect(board.opened).toBe(false);
    }
    const board = new SimulatedBootloader();
    const cancel = new AbortController();
    const onProgress = () => {
      cancel.abort();
    };
    await expect(
      flash(board, job(board, { signal: cancel.signal, onProgress })),
    ).rejects.toMatchObject({
      trouble: 'cancelled',
    });
    expect(board.opened).toBe(false);
    await flash(board, job(board));
    expect(Buffer.compare(board.flash, IMAGE)).toBe(0);
  });
});
