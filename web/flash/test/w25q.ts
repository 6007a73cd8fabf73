import type { VirtualClock } from './virtualClock.ts';

const PAGE = 256;

export interface W25qFaults {
  /** The bytes at this address keep a bit at 0, however often they are erased. */
  stuckAt?: number;
  /** Block protect bits are set. */
  protectedAll?: boolean;
  /** Above this clock what it drives is not read reliably. */
  mostHertz?: number;
  /** Times as long as typical. */
  slower?: number;
}

/**
 * A W25Q serial flash (data sheet W25Q128JV, revision F): standard SPI commands, the busy and write
 * enable bits, page wrap, erase by sector and block, programming that only clears bits, power-down.
 * What the real part ignores is ignored, and remembered in `ignored`.
 */
export class W25q {
  readonly memory: Uint8Array;
  readonly ignored: string[] = [];
  /** Typical time of everything it was made to do. */
  ownMillis = 0;
  faults: W25qFaults = {};
  private busyUntil = 0;
  private enabled = false;
  private asleep = false;
  private input: number[] = [];
  private strayBits = false;

  constructor(
    private readonly clock: VirtualClock,
    private readonly capacity = 24,
  ) {
    this.memory = new Uint8Array(2 ** capacity).fill(0xff);
  }

  get isBusy(): boolean {
    return this.clock.now() < this.busyUntil;
  }

  get isAsleep(): boolean {
    return this.asleep;
  }

  wake(): void {
    this.asleep = false;
  }

  select(): void {
    this.input = [];
    this.strayBits = false;
  }

  bits(count: number): void {
    this.strayBits ||= count % 8 !== 0;
  }

  /** One byte each way, while selected. */
  shift(out: number, hertz: number): number {
    const at = this.input.length;
    this.input.push(out);
    const answer = this.answer(at);
    return hertz > (this.faults.mostHertz ?? Infinity) ? (answer * 7 + at) & 0xff : answer;
  }

  private answer(at: number): number {
    const [command = 0] = this.input;
    if (at === 0 || this.asleep) return 0xff;
    if (command === 0x05) return this.status();
    if (this.isBusy) return 0xff;
    if (command === 0x9f) return [0xef, 0x40, this.capacity][at - 1] ?? 0xff;
    if (command === 0x03 && at >= 4)
      return this.memory[(this.address() + at - 4) % this.memory.length] ?? 0xff;
    return 0xff;
  }

  private status(): number {
    return (this.isBusy ? 1 : 0) | (this.enabled ? 2 : 0) | (this.faults.protectedAll ? 0x1c : 0);
  }

  private address(): number {
    const [, a2 = 0, a1 = 0, a0 = 0] = this.input;
    return ((a2 << 16) | (a1 << 8) | a0) % this.memory.length;
  }

  deselect(): void {
    const [command] = this.input;
    if (command === undefined || command === 0xff) return;
    const name = command.toString(16);
    if (this.strayBits) {
      this.ignored.push(name + ': not on a byte');
    } else if (this.asleep) {
      if (command === 0xab) this.asleep = false;
      else this.ignored.push(name + ': powered down');
    } else if (command === 0x05) {
      return;
    } else if (this.isBusy) {
      this.ignored.push(name + ': busy');
    } else {
      this.do(command);
    }
  }

  private do(command: number): void {
    switch (command) {
      case 0x06:
        this.enabled = true;
        return;
      case 0x04:
        this.enabled = false;
        return;
      case 0xb9:
        this.asleep = true;
        return;
      case 0xab:
      case 0x9f:
      case 0x03:
        return;
      case 0x02:
        this.write(() => {
          this.program();
        }, 0.4);
        return;
      case 0x20:
        this.erase(4 << 10, 45);
        return;
      case 0x52:
        this.erase(32 << 10, 120);
        return;
      case 0xd8:
        this.erase(64 << 10, 150);
        return;
      default:
        this.ignored.push(command.toString(16) + ': unknown');
    }
  }

  private erase(size: number, millis: number): void {
    if (this.input.length !== 4) {
      this.ignored.push('erase: not four bytes');
      return;
    }
    const begin = this.address() - (this.address() % size);
    this.write(() => this.memory.fill(0xff, begin, begin + size), millis);
  }

  private program(): void {
    const address = this.address();
    const page = address - (address % PAGE);
    this.input.slice(4).forEach((byte, i) => {
      const to = page + ((address + i) % PAGE);
      this.memory[to] = (this.memory[to] ?? 0) & byte;
    });
  }

  private write(change: () => void, millis: number): void {
    if (!this.enabled) {
      this.ignored.push((this.input[0] ?? 0).toString(16) + ': not enabled');
      return;
    }
    this.enabled = false;
    if (this.faults.protectedAll) {
      this.ignored.push((this.input[0] ?? 0).toString(16) + ': protected');
      return;
    }
    change();
    const stuck = this.faults.stuckAt;
    if (stuck !== undefined) this.memory[stuck] = (this.memory[stuck] ?? 0) & 0xfe;
    this.busyUntil = this.clock.now() + millis * (this.faults.slower ?? 1);
    this.ownMillis += millis * (this.faults.slower ?? 1);
  }
}
