import { FlashError, throwIfCancelled } from './flashError.ts';
import { type IceSpi, SLOW_DIVISOR, type Transactions } from './iceSpi.ts';
import type { Slot } from './batch.ts';

const WRITE_ENABLE = 0x06;
const READ_STATUS = 0x05;
const READ = 0x03;
const PAGE_PROGRAM = 0x02;
const ERASE_64K = 0xd8;
const POWER_UP = 0xab;
const POWER_DOWN = 0xb9;
const JEDEC_ID = 0x9f;

const BUSY = 1;
const WRITABLE = 2;
const PAGE = 256;
const BLOCK = 64 << 10;
const BATCH_BYTES = 60 << 10;
const READ_BYTES = 60 << 10;

/** A block's erase is not asked after before it may be done. */
const ERASE_MILLIS = 150;
const POLL_MILLIS = 10;
const ERASE_LIMIT_MILLIS = 3_000;
/** A little over what a W25Q takes for a page, and what one that takes its time is given. */
const PAGE_MICROS = 405;
const MOST_PAGE_MICROS = 6_000;

export type Progress = (phase: 'erase' | 'program' | 'verify', done: number, total: number) => void;

export interface FlashChip {
  readonly id: string;
  readonly bytes: number;
}

/** A serial flash of the 25 family (W25Q and its like). */
export class SpiFlash {
  private pageMicros = PAGE_MICROS;

  constructor(
    private readonly spi: IceSpi,
    private readonly progress: Progress,
    private readonly signal?: AbortSignal,
  ) {}

  /** Wakes it, in whatever state it was left, and asks what it is. */
  async identify(): Promise<FlashChip> {
    const transactions = this.spi.batch();
    transactions.transfer(new Uint8Array(8).fill(0xff)); // ends a continuous read
    transactions.transfer(Uint8Array.of(POWER_UP));
    transactions.pause(50);
    const id = transactions.transfer(Uint8Array.of(JEDEC_ID), 3);
    const bytes = id.of(await this.spi.run(transactions));
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const capacity = bytes[2] ?? 0;
    if (bytes.every((byte) => byte === 0xff || byte === 0) || capacity < 0x10 || capacity > 0x20) {
      throw new FlashError(
        'flash.missing',
        `The board's flash doesn't say what it is (it answered ${hex}).`,
        'Is it the board you chose? On an HX8K breakout board, check that its jumpers are set for programming the flash.',
      );
    }
    return { id: hex, bytes: 2 ** capacity };
  }

  /** Takes the fastest clock at which it reads as it does slowly. */
  async tune(divisors: readonly number[]): Promise<void> {
    const sample = await this.sample();
    for (const divisor of divisors) {
      await this.spi.speed(divisor);
      if (equal(await this.sample(), sample)) return;
    }
    await this.spi.speed(SLOW_DIVISOR);
  }

  private async sample(): Promise<Uint8Array> {
    const transactions = this.spi.batch();
    const id = transactions.transfer(Uint8Array.of(JEDEC_ID), 3);
    const head = transactions.transfer(at(READ, 0), 512);
    const answer = await this.spi.run(transactions);
    return Uint8Array.of(...id.of(answer), ...head.of(answer));
  }

  /** Erases what the image covers, in blocks of 64 KB. */
  async erase(length: number): Promise<void> {
    const total = Math.ceil(length / BLOCK) * BLOCK;
    this.progress('erase', 0, total);
    for (let address = 0; address < total; address += BLOCK) {
      const transactions = this.spi.batch();
      transactions.transfer(Uint8Array.of(WRITE_ENABLE));
      const before = transactions.transfer(Uint8Array.of(READ_STATUS), 1);
      transactions.transfer(at(ERASE_64K, address));
      const after = transactions.transfer(Uint8Array.of(READ_STATUS), 1);
      const answer = await this.spi.run(transactions);
      if ((only(before, answer) & WRITABLE) === 0 || (only(after, answer) & BUSY) === 0) {
        throw locked();
      }
      await this.spi.sleep(ERASE_MILLIS);
      await this.awaitReady();
      this.progress('erase', address + BLOCK, total);
    }
  }

  private async awaitReady(): Promise<void> {
    for (let waited = 0; waited < ERASE_LIMIT_MILLIS; waited += POLL_MILLIS) {
      const transactions = this.spi.batch();
      const status = transactions.transfer(Uint8Array.of(READ_STATUS), 1);
      if ((only(status, await this.spi.run(transactions)) & BUSY) === 0) return;
      await this.spi.sleep(POLL_MILLIS);
    }
    throw new FlashError(
      'board.silent',
      `The flash was not ready again within ${ERASE_LIMIT_MILLIS / 1000} s.`,
      'Unplug the board, plug it in and flash again.',
    );
  }

  /**
   * Writes to erased flash. Many pages go out at once; after each, a pause on the bus and a look
   * at the status. A page that took longer than that is found there: what follows was ignored by the
   * flash, and is sent again with a longer pause.
   */
  async program(image: Uint8Array): Promise<void> {
    this.progress('program', 0, image.length);
    for (let address = 0; address < image.length;) {
      throwIfCancelled(this.signal);
      const transactions = this.spi.batch();
      const looks: { end: number; look: Slot }[] = [];
      let end = address;
      while (end < image.length && transactions.size < BATCH_BYTES - PAGE) {
        const page = image.subarray(end, end + PAGE);
        if (page.some((byte) => byte !== 0xff)) {
          const look = this.programPage(transactions, end, page);
          end += page.length;
          looks.push({ end, look });
        } else {
          end += page.length;
        }
      }
      const answer = await this.spi.run(transactions);
      const late = looks.find(({ look }) => (only(look, answer) & BUSY) !== 0);
      if (late === undefined) {
        address = end;
      } else {
        await this.awaitReady();
        address = late.end; // that one is being written, none after it
        this.pageMicros *= 1.5;
        if (this.pageMicros > MOST_PAGE_MICROS) throw locked();
      }
      this.progress('program', Math.min(address, image.length), image.length);
    }
  }

  private programPage(transactions: Transactions, address: number, page: Uint8Array): Slot {
    transactions.transfer(Uint8Array.of(WRITE_ENABLE));
    transactions.transfer(Uint8Array.of(...at(PAGE_PROGRAM, address), ...page));
    transactions.pause(this.pageMicros);
    return transactions.transfer(Uint8Array.of(READ_STATUS), 1);
  }

  /** Gives the address of the first byte that differs, or undefined. */
  async verify(image: Uint8Array): Promise<number | undefined> {
    this.progress('verify', 0, image.length);
    for (let address = 0; address < image.length; address += READ_BYTES) {
      const part = image.subarray(address, address + READ_BYTES);
      const transactions = this.spi.batch();
      const read = transactions.transfer(at(READ, address), part.length);
      const there = read.of(await this.spi.run(transactions));
      const wrong = part.findIndex((byte, i) => there[i] !== byte);
      if (wrong >= 0) return address + wrong;
      this.progress('verify', address + part.length, image.length);
    }
    return undefined;
  }

  async sleep(): Promise<void> {
    const transactions = this.spi.batch();
    transactions.transfer(Uint8Array.of(POWER_DOWN));
    await this.spi.run(transactions);
  }
}

function at(command: number, address: number): Uint8Array {
  return Uint8Array.of(command, address >> 16, (address >> 8) & 0xff, address & 0xff);
}

function only(slot: Slot, answer: Uint8Array): number {
  return slot.of(answer)[0] ?? 0;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function locked(): FlashError {
  return new FlashError(
    'flash.protected',
    'The flash refuses to be written: it is write-protected.',
    "Look for a write-protect jumper on the board. Protection by the flash's own status register is taken off with `openFPGALoader --unprotect-flash`.",
  );
}
