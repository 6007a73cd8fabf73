import { describe, expect, it } from 'vitest';
import { boards } from '../src/boards.ts';
import { flash, type Job } from '../src/flash.ts';
import { FlashError, type Trouble } from '../src/flashError.ts';
import { bitstream } from './images.ts';
import { SimulatedBoard } from './simulatedBoard.ts';

const SMALL = bitstream('1k');
/** Where a bit that can't be 1 shows. */
const ODD = SMALL.findIndex((byte, i) => i > 200 && byte % 2 === 1);

function job(board: SimulatedBoard, more: Partial<Job> = {}): Job {
  const icestick = boards.find(({ id }) => id === 'icestick');
  if (icestick === undefined) throw new Error('the table has no iCEstick');
  return { board: icestick, target: 'flash', image: SMALL, clock: board.clock, ...more };
}

function small(): SimulatedBoard {
  return new SimulatedBoard('Lattice FTUSB Interface Cable', '1k', 20);
}

async function trouble(flashing: Promise<void>): Promise<Trouble> {
  const error: unknown = await flashing.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(FlashError);
  const { trouble: kind, message, next } = error as FlashError;
  expect(message.length).toBeGreaterThan(10);
  expect(next.length).toBeGreaterThan(10);
  return kind;
}

function expectWhole(board: SimulatedBoard, image: Uint8Array): void {
  expect(Buffer.compare(board.flash.memory.subarray(0, image.length), image)).toBe(0);
  expect(board.fpga.isDone).toBe(true);
  expectLetGo(board);
}

function expectLetGo(board: SimulatedBoard): void {
  expect(board.opened).toBe(false);
  expect(board.claimed).toBe(false);
}

describe('flashing an iCE40 board', () => {
  it('writes the image byte for byte and starts the FPGA', async () => {
    const board = new SimulatedBoard();
    const [icebreaker] = boards;
    if (icebreaker === undefined) throw new Error('no boards');
    const image = bitstream('5k', 104_000);
    board.flash.memory.fill(0x5a, 0, 300_000);
    const phases = new Set<string>();
    await flash(board, {
      board: icebreaker,
      target: 'flash',
      image,
      clock: board.clock,
      onProgress: (phase, done, total) => {
        expect(done).toBeLessThanOrEqual(total);
        phases.add(phase);
      },
    });
    expectWhole(board, image);
    expect([...phases]).toEqual(['open', 'erase', 'program', 'verify', 'start']);
    expect(board.flash.memory[131_072], 'what lies behind the last block is left').toBe(0x5a);
    expect(board.offences).toEqual([]);
    expect(board.floats).toBe(true);
  });

  it('takes at most 1.3 times as long as the flash itself', async () => {
    const board = new SimulatedBoard();
    const image = bitstream('5k', 104_090);
    const [icebreaker] = boards;
    if (icebreaker === undefined) throw new Error('no boards');
    let begun = 0;
    let written = 0;
    await flash(board, {
      board: icebreaker,
      target: 'flash',
      image,
      clock: board.clock,
      onProgress: (phase, done) => {
        if (phase === 'erase' && done === 0) begun = board.clock.now();
        if (phase === 'verify') written = board.clock.now();
      },
    });
    expect((written - begun) / board.flash.ownMillis).toBeLessThanOrEqual(1.3);
  });

  it('configures the FPGA alone, and leaves the flash as it was', async () => {
    const board = new SimulatedBoard('Lattice FTUSB Interface Cable', '1k', 20);
    await flash(board, job(board, { target: 'sram' }));
    expect(board.fpga.isDone).toBe(true);
    expect(board.flash.memory.every((byte) => byte === 0xff)).toBe(true);
    expect(board.offences).toEqual([]);
    expectLetGo(board);
  });

  it('gives a flash that is slower than typical its time', async () => {
    const board = small();
    board.flash.faults = { slower: 3 };
    await flash(board, job(board));
    expectWhole(board, SMALL);
  });

  it('falls back to a slower clock where the fast one misreads', async () => {
    const board = small();
    board.flash.memory.fill(0x12, 0, 4096);
    board.flash.faults = { mostHertz: 10e6 };
    await flash(board, job(board));
    expectWhole(board, SMALL);
  });

  it('survives any single failing transfer, and works the next time', async () => {
    const counted = small();
    await flash(counted, job(counted));
    const total = counted.transfers;
    expect(total).toBeGreaterThan(20);
    for (const fault of ['unplug', 'stall'] as const) {
      // the last five let go of it: whatever becomes of them, the image is there
      for (let at = 1; at <= total - 5; at++) {
        const board = small();
        board.fault = (transfer) => (transfer === at ? fault : undefined);
        expect(await trouble(flash(board, job(board))), `${fault} at ${at}`).toBe('usb.gone');
        expectLetGo(board);
        board.plugIn();
        await flash(board, job(board));
        expectWhole(board, SMALL);
      }
    }
  });

  it('can be cancelled at any step, and lets go', async () => {
    for (const phase of ['erase', 'program', 'verify'] as const) {
      const board = small();
      const cancel = new AbortController();
      const flashing = flash(
        board,
        job(board, {
          signal: cancel.signal,
          onProgress: (now) => {
            if (now === phase) cancel.abort();
          },
        }),
      );
      expect(await trouble(flashing)).toBe('cancelled');
      expectLetGo(board);
      expect(board.floats).toBe(true);
      await flash(board, job(board));
      expectWhole(board, SMALL);
    }
  });

  it.each<[string, Trouble, (board: SimulatedBoard) => Partial<Job> | undefined]>([
    ['a driver in the way', 'usb.busy', (board) => void (board.driverHolds = true)],
    ['a system that forbids it', 'usb.access', (board) => void (board.mayOpen = false)],
    [
      'a write-protected flash',
      'flash.protected',
      (board) => void (board.flash.faults = { protectedAll: true }),
    ],
    ['a worn flash', 'flash.verify', (board) => void (board.flash.faults = { stuckAt: ODD })],
    ['a bitstream of another FPGA', 'image.wrong', () => ({ image: bitstream('5k') })],
    ['no bitstream at all', 'image.wrong', () => ({ image: new Uint8Array(5000) })],
  ])('explains %s', async (_, expected, make) => {
    const board = small();
    const more = make(board) ?? {};
    expect(await trouble(flash(board, job(board, more)))).toBe(expected);
    expectLetGo(board);
  });

  it('says so when the FPGA does not take what is in the flash', async () => {
    const board = new SimulatedBoard('iCEBreaker', '8k', 20); // sold under a wrong name
    expect(await trouble(flash(board, job(board)))).toBe('fpga.refused');
    expectLetGo(board);
  });

  it('says so when there is no flash', async () => {
    const board = small();
    board.flash.shift = () => 0xff;
    expect(await trouble(flash(board, job(board)))).toBe('flash.missing');
    expectLetGo(board);
  });
});
