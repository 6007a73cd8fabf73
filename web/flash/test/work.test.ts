import { describe, expect, it } from 'vitest';
import type { DeviceName, News } from '../src/messages.ts';
import { type Devices, work } from '../src/work.ts';
import { bitstream } from './images.ts';
import { SimulatedBoard } from './simulatedBoard.ts';

const IMAGE = Uint8Array.from(bitstream('1k'));

async function flashed(
  devices: SimulatedBoard[] | undefined,
  wanted: Partial<DeviceName> = {},
  signal = new AbortController().signal,
): Promise<News[]> {
  const board = devices?.[0] ?? new SimulatedBoard();
  const usb: Devices | undefined = devices && { getDevices: () => Promise.resolve(devices) };
  const { vendorId, productId, serialNumber } = board;
  const news: News[] = [];
  await work(
    {
      kind: 'flash',
      device: { vendorId, productId, serialNumber, ...wanted },
      board: 'icestick',
      target: 'flash',
      image: IMAGE,
    },
    usb,
    signal,
    (one) => news.push(one),
    board.clock,
  );
  return news;
}

const small = () => new SimulatedBoard('Lattice FTUSB Interface Cable', '1k', 20);

describe('what the worker does', () => {
  it('flashes the board that the page named, and tells how it goes', async () => {
    const board = small();
    const news = await flashed([board]);
    expect(news.at(-1)).toEqual({ kind: 'done' });
    expect(news.filter(({ kind }) => kind === 'progress').length).toBeGreaterThan(4);
    expect(Buffer.compare(board.flash.memory.subarray(0, IMAGE.length), IMAGE)).toBe(0);
  });

  it.each<[string, string, () => Promise<News[]>]>([
    ['a browser without WebUSB', 'usb.missing', () => flashed(undefined)],
    ['a board that is not there any more', 'usb.gone', () => flashed([])],
    ['another board in its place', 'usb.gone', () => flashed([small()], { serialNumber: 'other' })],
    ['two that look the same', 'usb.twins', () => flashed([small(), small()])],
    ['a person who cancels', 'cancelled', () => flashed([small()], {}, AbortSignal.abort())],
  ])('tells of %s', async (_, trouble, run) => {
    const last = (await run()).at(-1);
    expect(last).toMatchObject({ kind: 'failed', trouble });
    expect(last?.kind === 'failed' && last.next.length).toBeGreaterThan(10);
  });
});
