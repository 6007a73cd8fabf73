/** Where the bytes of one read will be in the answer to a batch. */
export interface Slot {
  of(answer: Uint8Array): Uint8Array;
}

const SET_LOW = 0x80;
const GET_LOW = 0x81;
const CLOCK_DIVISOR = 0x86;
const NO_DIVIDE_BY_5 = 0x8a;
const NO_THREE_PHASE = 0x8d;
const NO_ADAPTIVE = 0x97;
const LOOPBACK_OFF = 0x85;
const CLOCK_BITS = 0x8e;
const CLOCK_BYTES = 0x8f;
const FLUSH = 0x87;
const WRITE = 0x11;
const READ = 0x20;
const MOST = 0x10000;

/** MPSSE commands that go out together (FTDI application note 108). SPI mode 0, MSB first. */
export class Batch {
  private bytes = new Uint8Array(4096);
  private length = 0;
  /** How many bytes the bridge will answer. */
  answers = 0;
  /** Clocks of the SPI bus: how long it takes at least. */
  clocks = 0;

  get commands(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** 60 MHz / (2 · (1 + divisor)). */
  setUp(divisor: number): this {
    this.add(NO_DIVIDE_BY_5, NO_ADAPTIVE, NO_THREE_PHASE, LOOPBACK_OFF);
    return this.divisor(divisor);
  }

  divisor(divisor: number): this {
    return this.add(CLOCK_DIVISOR, divisor & 0xff, divisor >> 8);
  }

  pins(value: number, direction: number): this {
    return this.add(SET_LOW, value, direction);
  }

  readPins(): Slot {
    this.add(GET_LOW);
    return this.slot(1);
  }

  write(bytes: Uint8Array): this {
    for (let at = 0; at < bytes.length; at += MOST) {
      const part = bytes.subarray(at, at + MOST);
      this.sized(WRITE, part.length).append(part);
    }
    this.clocks += bytes.length * 8;
    return this;
  }

  read(length: number): Slot {
    for (let at = 0; at < length; at += MOST) this.sized(READ, Math.min(MOST, length - at));
    this.clocks += length * 8;
    return this.slot(length);
  }

  /** Clocks with nothing on the bus: a wait that needs no one to come back. */
  idle(clocks: number): this {
    const bytes = Math.floor(clocks / 8);
    for (let at = 0; at < bytes; at += MOST) this.sized(CLOCK_BYTES, Math.min(MOST, bytes - at));
    if (clocks % 8 > 0) this.add(CLOCK_BITS, (clocks % 8) - 1);
    this.clocks += clocks;
    return this;
  }

  /** Answers are sent now and not when the latency timer ends. */
  flush(): this {
    return this.answers > 0 ? this.add(FLUSH) : this;
  }

  private slot(length: number): Slot {
    const begin = this.answers;
    this.answers += length;
    return { of: (answer) => answer.subarray(begin, begin + length) };
  }

  private sized(command: number, length: number): this {
    return this.add(command, (length - 1) & 0xff, (length - 1) >> 8);
  }

  private add(...bytes: number[]): this {
    return this.append(Uint8Array.from(bytes));
  }

  private append(bytes: Uint8Array): this {
    while (this.length + bytes.length > this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }
}
