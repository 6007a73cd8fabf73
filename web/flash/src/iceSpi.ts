import { Batch, type Slot } from './batch.ts';
import { FlashError } from './flashError.ts';
import type { Ftdi } from './ftdi.ts';
import type { Clock } from './usb.ts';

const SCK = 0x01;
const MOSI = 0x02;
const CS = 0x10;
const CDONE = 0x40;
const CRESET = 0x80;

const BASE_HERTZ = 60e6;
/** What every board can do, and what iceprog uses. */
export const SLOW_DIVISOR = 4;

/** Who is held low. CRESET is never driven high: the FPGA's pull-up does that. */
interface Held {
  readonly selected?: boolean;
  readonly reset: boolean;
}

/** The SPI bus that an iCE40, its flash and channel A of an FTDI bridge share. */
export class IceSpi {
  private divisor = SLOW_DIVISOR;

  constructor(
    private readonly ftdi: Ftdi,
    private readonly clock: Clock,
    private readonly signal?: AbortSignal,
  ) {}

  get hertz(): number {
    return BASE_HERTZ / (2 * (1 + this.divisor));
  }

  sleep(millis: number): Promise<void> {
    return this.clock.sleep(millis);
  }

  /** A batch of transactions with the flash, while the FPGA is held in reset. */
  batch(): Transactions {
    return new Transactions(this.hertz);
  }

  async run(transactions: Transactions): Promise<Uint8Array> {
    return this.send(transactions.batch);
  }

  async speed(divisor: number): Promise<void> {
    this.divisor = divisor;
    await this.send(new Batch().divisor(divisor));
  }

  /** The FPGA lets go of the bus; the flash is not selected. */
  async holdReset(): Promise<void> {
    await this.send(hold(new Batch().setUp(this.divisor), { reset: true }));
    await this.clock.sleep(1);
  }

  /** The FPGA starts from its flash; nothing is driven any more. */
  async letGo(): Promise<void> {
    await this.send(new Batch().pins(0, 0));
  }

  async isDone(): Promise<boolean> {
    const batch = new Batch();
    const pins = batch.readPins();
    return ((pins.of(await this.send(batch))[0] ?? 0) & CDONE) !== 0;
  }

  async awaitDone(millis: number, next: string): Promise<void> {
    const end = this.clock.now() + millis;
    while (!(await this.isDone())) {
      if (this.clock.now() > end) {
        throw new FlashError('fpga.refused', 'The FPGA did not start (CDONE stayed low).', next);
      }
      await this.clock.sleep(10);
    }
  }

  /** The FPGA takes its configuration from us, as an SPI peripheral (TN1248). */
  async configure(image: Uint8Array, onSent: (bytes: number) => void): Promise<void> {
    await this.send(hold(new Batch().setUp(this.divisor), { selected: true, reset: true }));
    await this.clock.sleep(1);
    await this.send(hold(new Batch(), { selected: true, reset: false }));
    await this.clock.sleep(2); // it clears its memory: 1.2 ms at most
    const part = 16 << 10;
    for (let at = 0; at < image.length; at += part) {
      await this.send(new Batch().write(image.subarray(at, at + part)));
      onSent(Math.min(at + part, image.length));
    }
    await this.send(new Batch().idle(160)); // it wants 49 at least to start
  }

  private send(batch: Batch): Promise<Uint8Array> {
    batch.flush();
    return this.ftdi.exchange(batch.commands, batch.answers, this.signal);
  }
}

function hold(batch: Batch, { selected = false, reset }: Held): Batch {
  return batch.pins(selected ? 0 : CS, SCK | MOSI | CS | (reset ? CRESET : 0));
}

/** Each begins with the flash selected and ends with it not. */
export class Transactions {
  readonly batch = new Batch();

  constructor(private readonly hertz: number) {}

  get size(): number {
    return this.batch.commands.length;
  }

  transfer(out: Uint8Array, answer = 0): Slot {
    hold(this.batch, { selected: true, reset: true }).write(out);
    const slot = this.batch.read(answer);
    hold(this.batch, { reset: true });
    return slot;
  }

  pause(micros: number): void {
    this.batch.idle(Math.ceil((this.hertz * micros) / 1e6));
  }
}
