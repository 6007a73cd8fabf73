import type { Ice40 } from './ice40.ts';
import type { VirtualClock } from './virtualClock.ts';
import type { W25q } from './w25q.ts';

/** Each channel of an FT2232H holds 4 KB each way. */
const BUFFER = 4096;
const MPSSE = 2;

const SCK = 0x01;
const CS = 0x10;
const CDONE = 0x40;
const CRESET = 0x80;

/** The MPSSE of an FT2232H's channel A (application note 108), wired as on icestorm's boards. */
export class Mpsse {
  readonly offences: string[] = [];
  direction = 0;
  private active = false;
  private value = 0;
  private hertz = 6e6;
  private queue: number[] = [];
  private at = 0;
  private ready: number[] = [];
  private left = 0; // bytes of the data command under way
  private writes = false;
  private reads = false;

  constructor(
    private readonly clock: VirtualClock,
    private readonly flash: W25q,
    private readonly fpga: Ice40,
  ) {}

  reset(): void {
    this.purgeReceived();
    this.purgeSent();
    this.hertz = 6e6;
  }

  purgeReceived(): void {
    this.queue = [];
    this.at = 0;
    this.left = 0;
  }

  purgeSent(): void {
    this.ready = [];
  }

  mode(mode: number): void {
    this.active = mode === MPSSE;
    if (mode === 0) this.pins(0, 0);
  }

  get isFull(): boolean {
    return this.ready.length >= BUFFER && this.at < this.queue.length;
  }

  take(bytes: Uint8Array): void {
    this.queue = this.queue.slice(this.at);
    this.at = 0;
    for (const byte of bytes) this.queue.push(byte);
    this.run();
  }

  answers(most: number): number[] {
    const given: number[] = [];
    while (given.length < most && this.ready.length > 0) {
      given.push(...this.ready.splice(0, most - given.length));
      this.run();
    }
    return given;
  }

  private run(): void {
    while (this.ready.length < BUFFER) {
      const before = this.at;
      if (this.left > 0) this.data();
      else if (!this.command()) return;
      if (this.left > 0 && this.at === before && this.writes && this.at >= this.queue.length)
        return;
    }
  }

  private data(): void {
    while (this.left > 0 && this.ready.length < BUFFER) {
      if (this.writes && this.at >= this.queue.length) return;
      const out = this.writes ? (this.queue[this.at++] ?? 0) : 0;
      const answer = this.shift(out);
      if (this.reads) this.ready.push(answer);
      this.left--;
    }
  }

  /** False when the rest of the command isn't there yet. */
  private command(): boolean {
    if (!this.active) {
      this.queue = [];
      this.at = 0;
      return false;
    }
    const length = this.lengthOf(this.queue[this.at]);
    if (this.at + length > this.queue.length || this.at >= this.queue.length) return false;
    const [op = 0, a = 0, b = 0] = this.queue.slice(this.at, this.at + length);
    this.at += length;
    switch (op) {
      case 0x80:
        this.pins(a, b);
        break;
      case 0x81:
        this.ready.push(this.levels());
        break;
      case 0x85:
      case 0x8a:
      case 0x8d:
      case 0x97:
      case 0x87:
        break;
      case 0x86:
        this.hertz = 60e6 / (2 * (1 + a + b * 256));
        break;
      case 0x8e:
        this.clocks(a + 1);
        break;
      case 0x8f:
        this.clocks((a + b * 256 + 1) * 8);
        break;
      case 0x11:
      case 0x20:
      case 0x31:
        this.left = a + b * 256 + 1;
        this.writes = op !== 0x20;
        this.reads = op !== 0x11;
        break;
      default:
        this.ready.push(0xfa, op);
    }
    return true;
  }

  private lengthOf(op = 0): number {
    if ([0x80, 0x86, 0x8f, 0x11, 0x20, 0x31].includes(op)) return 3;
    return op === 0x8e ? 2 : 1;
  }

  private pins(value: number, direction: number): void {
    const selected = this.isSelected;
    const resets = this.holdsReset;
    this.value = value;
    this.direction = direction;
    if (this.fpga.isReset !== this.holdsReset || resets !== this.holdsReset) {
      if (this.holdsReset) this.fpga.reset();
      else if (resets) this.fpga.release(this.isSelected);
    }
    this.requireBus();
    if (this.holdsReset && selected !== this.isSelected) {
      if (this.isSelected) this.flash.select();
      else this.flash.deselect();
    }
  }

  /** Pull-ups hold what nobody drives. */
  private get isSelected(): boolean {
    return (this.direction & CS) !== 0 && (this.value & CS) === 0;
  }

  private get holdsReset(): boolean {
    return (this.direction & CRESET) !== 0 && (this.value & CRESET) === 0;
  }

  private requireBus(): void {
    if ((this.direction & CRESET) !== 0 && (this.value & CRESET) !== 0) {
      this.offences.push('CRESET driven high against the open drain of the board');
    }
    if ((this.direction & (SCK | CS)) !== 0 && this.fpga.drivesBus) {
      this.offences.push('the bridge and the FPGA drive the bus at once');
    }
  }

  private levels(): number {
    return (
      (this.fpga.isDone ? CDONE : 0) | (this.holdsReset ? 0 : CRESET) | (this.isSelected ? 0 : CS)
    );
  }

  private clocks(count: number): void {
    this.requireDriven();
    this.clock.pass((count * 1e3) / this.hertz);
    if (this.isSelected && this.fpga.isReset) this.flash.bits(count);
    this.fpga.clocks(count);
  }

  private shift(out: number): number {
    this.requireDriven();
    this.clock.pass(8e3 / this.hertz);
    if (!this.isSelected) return 0xff;
    if (this.fpga.isReset) return this.flash.shift(out, this.hertz);
    this.fpga.shift(out);
    return 0xff;
  }

  private requireDriven(): void {
    if ((this.direction & SCK) === 0) this.offences.push('clocks on a pin that is an input');
    this.requireBus();
  }
}
