import { iceDevice } from './bitstream.ts';
import type { Board, Target } from './boards.ts';
import { DfuTarget } from './dfu.ts';
import { FlashError } from './flashError.ts';
import { Ftdi } from './ftdi.ts';
import { IceSpi, SLOW_DIVISOR } from './iceSpi.ts';
import { SpiFlash } from './spiFlash.ts';
import { type Clock, type Device, wallClock } from './usb.ts';

/** 30 and 15 MHz; the slow one always works. */
const FAST_DIVISORS = [0, 1];
const START_MILLIS = 2_000;

const NOT_STARTED =
  'The image is in the flash, byte for byte, but the FPGA does not take it. Is it built for this board? Press its reset button, or unplug it and plug it in.';

export type Phase = 'open' | 'erase' | 'program' | 'verify' | 'start';

export interface Job {
  readonly board: Board;
  readonly target: Target;
  readonly image: Uint8Array;
  readonly signal?: AbortSignal;
  /** `done` and `total` in bytes; both 0 for a phase without. */
  readonly onProgress?: (phase: Phase, done: number, total: number) => void;
  readonly clock?: Clock;
}

/**
 * Puts an image on a board and starts it. However it ends, the device is closed and its pins float.
 *
 * @throws FlashError
 */
export async function flash(device: Device, job: Job): Promise<void> {
  requireFits(job);
  job.onProgress?.('open', 0, 0);
  if (job.board.road === 'dfu') await flashByDfu(device, job);
  else await flashByFtdi(device, job);
}

function requireFits({ board, image }: Job): void {
  const fpga = iceDevice(image);
  if (fpga === board.fpga) return;
  throw new FlashError(
    'image.wrong',
    `This bitstream is for an iCE40 ${fpga.toUpperCase()}, and ${board.name} has a ${board.fpga.toUpperCase()}.`,
    `Build it for ${board.name} (nextpnr-ice40 --${board.fpga}, and its .pcf), or choose the board it was built for.`,
  );
}

async function flashByDfu(device: Device, job: Job): Promise<void> {
  const target = await DfuTarget.open(device, job.clock ?? wallClock);
  try {
    await target.flash(job.image, (...at) => job.onProgress?.(...at), job.signal);
  } finally {
    await target.close();
  }
}

async function flashByFtdi(device: Device, job: Job): Promise<void> {
  const clock = job.clock ?? wallClock;
  const ftdi = await Ftdi.open(device, clock);
  try {
    const spi = new IceSpi(ftdi, clock, job.signal);
    if (job.target === 'sram') await configure(spi, job);
    else await writeFlash(spi, job);
  } finally {
    await ftdi.close();
  }
}

async function configure(spi: IceSpi, { image, onProgress }: Job): Promise<void> {
  await spi.configure(image, (sent) => onProgress?.('program', sent, image.length));
  onProgress?.('start', 0, 0);
  await spi.awaitDone(
    START_MILLIS,
    'Is the bitstream built for this board? Unplug it, plug it in, and try once more.',
  );
  await spi.letGo();
}

async function writeFlash(spi: IceSpi, job: Job): Promise<void> {
  const { image, onProgress } = job;
  const flash = new SpiFlash(spi, (...at) => onProgress?.(...at), job.signal);
  await spi.holdReset();
  const chip = await flash.identify();
  if (image.length > chip.bytes) {
    throw new FlashError(
      'flash.small',
      `The image has ${image.length} bytes, and the board's flash only ${chip.bytes}.`,
      'Choose another bitstream, or another board.',
    );
  }
  await flash.tune(FAST_DIVISORS);
  let wrong = await write(flash, image);
  if (wrong !== undefined) {
    await spi.speed(SLOW_DIVISOR); // long wires; nothing is lost but a second
    wrong = await write(flash, image);
  }
  if (wrong !== undefined) {
    throw new FlashError(
      'flash.verify',
      `The board's flash differs from the image at byte ${wrong}, also at the slow clock.`,
      'Try another USB cable or port. If it stays so, that part of the flash is worn out.',
    );
  }
  await flash.sleep();
  onProgress?.('start', 0, 0);
  await spi.letGo();
  await spi.awaitDone(START_MILLIS, NOT_STARTED);
}

async function write(flash: SpiFlash, image: Uint8Array): Promise<number | undefined> {
  await flash.erase(image.length);
  await flash.program(image);
  return flash.verify(image);
}
