import type { VirtualClock } from './virtualClock.ts';
import type { W25q } from './w25q.ts';

/** tCR_SPI: it clears its memory after CRESET (TN1248); UP5K 1.2 ms. */
const CLEAR_MILLIS = 1.2;
/** Clock of the configuration as SPI controller, "low": 7.57 to 12 MHz. */
const BOOT_HERTZ = 10e6;
const LAST_CLOCKS = 49;

type Mode = 'reset' | 'booting' | 'peripheral' | 'running' | 'failed';

/** An iCE40's configuration logic: CRESET, CDONE, boot from flash or as an SPI peripheral (TN1248). */
export class Ice40 {
  private mode: Mode = 'failed';
  private since = 0;
  private received: number[] = [];
  private clocksAfter = 0;
  private doneAt = Infinity;

  constructor(
    private readonly clock: VirtualClock,
    private readonly flash: W25q,
    /** Width and height of its first bank, as the bitstream has them. */
    private readonly bank: readonly [number, number],
  ) {}

  get isReset(): boolean {
    return this.mode === 'reset';
  }

  /** It drives the bus itself while it boots. */
  get drivesBus(): boolean {
    return this.mode === 'booting' && this.clock.now() < this.doneAt;
  }

  get isDone(): boolean {
    if (this.mode === 'booting' && this.clock.now() >= this.doneAt) this.mode = 'running';
    return this.mode === 'running';
  }

  reset(): void {
    this.mode = 'reset';
  }

  release(isSelected: boolean): void {
    this.since = this.clock.now();
    this.received = [];
    this.clocksAfter = 0;
    this.mode = isSelected ? 'peripheral' : 'booting';
    if (!isSelected) this.boot();
  }

  private boot(): void {
    const busy = this.flash.isBusy;
    this.flash.wake(); // its first command is a release from power-down
    const end = busy ? undefined : accepted(this.flash.memory, this.bank);
    this.doneAt =
      end === undefined ? Infinity : this.clock.now() + CLEAR_MILLIS + (end * 8 * 1e3) / BOOT_HERTZ;
  }

  shift(byte: number): void {
    if (this.mode !== 'peripheral') return;
    if (this.clock.now() - this.since < CLEAR_MILLIS) {
      this.mode = 'failed';
      return;
    }
    this.received.push(byte);
  }

  clocks(count: number): void {
    if (this.mode !== 'peripheral') return;
    this.clocksAfter += count;
    const taken = accepted(Uint8Array.from(this.received), this.bank) !== undefined;
    if (taken && this.clocksAfter >= LAST_CLOCKS) this.mode = 'running';
  }
}

/** Where the image ends, if it is one for this FPGA: walks it as the configuration logic does. */
function accepted(
  bytes: Uint8Array,
  [width, height]: readonly [number, number],
): number | undefined {
  const preamble = [0x7e, 0xaa, 0x99, 0x7e];
  let at = -1;
  for (let i = 0; i < 4096 && at < 0; i++)
    if (preamble.every((byte, k) => bytes[i + k] === byte)) at = i + 4;
  if (at < 0) return undefined;
  let w = 0;
  let h = 0;
  let first = true;
  while (at < bytes.length) {
    const head = bytes[at] ?? 0;
    const length = head & 15;
    let value = 0;
    for (let i = 1; i <= length; i++) value = value * 256 + (bytes[at + i] ?? 0);
    at += 1 + length;
    if (head >> 4 === 6) w = value + 1;
    if (head >> 4 === 7) h = value;
    if (head >> 4 === 0 && value === 1) {
      if (first && (w !== width || h !== height)) return undefined;
      first = false;
      at += (w * h) / 8 + 2; // the data, and two zero bytes
    }
    if (head >> 4 === 0 && value === 3) at += (w * h) / 8 + 2;
    if (head >> 4 === 0 && value === 6) return at;
  }
  return undefined;
}
