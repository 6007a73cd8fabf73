import { FlashError, throwIfCancelled } from './flashError.ts';
import { type Clock, type Device, explainUsb, letGo } from './usb.ts';

const RESET = 0x00;
const RESET_ALL = 0;
const PURGE_RECEIVED = 1;
const PURGE_SENT = 2;
const LATENCY = 0x09;
const BIT_MODE = 0x0b;
const MODE_OFF = 0x0000;
const MODE_MPSSE = 0x0200;

/** Two bytes of modem status lead every packet. */
const STATUS_BYTES = 2;
const READ_BYTES = 64 << 10;
const WRITE_BYTES = 64 << 10;
const SILENCE_MILLIS = 1_000;
const BAD_COMMAND = 0xfa;

/** Channel A of an FTDI bridge in MPSSE mode. It is let go whole, or not opened. */
export class Ftdi {
  private constructor(
    private readonly device: Device,
    private readonly clock: Clock,
    private readonly interfaceNumber: number,
    private readonly input: USBEndpoint,
    private readonly output: USBEndpoint,
  ) {}

  static async open(device: Device, clock: Clock): Promise<Ftdi> {
    try {
      await device.open();
      if (device.configuration === null) await device.selectConfiguration(1);
      const [first] = device.configuration?.interfaces ?? [];
      const endpoints = first?.alternate.endpoints ?? [];
      const input = endpoints.find(({ direction }) => direction === 'in');
      const output = endpoints.find(({ direction }) => direction === 'out');
      if (first === undefined || input === undefined || output === undefined) {
        throw new Error('it has no interface of an FTDI bridge');
      }
      await device.claimInterface(first.interfaceNumber);
      const ftdi = new Ftdi(device, clock, first.interfaceNumber, input, output);
      await ftdi.begin();
      return ftdi;
    } catch (error) {
      await letGo(device);
      throw explainUsb(error, device, 'it was opened');
    }
  }

  private async begin(): Promise<void> {
    await this.control(RESET, RESET_ALL);
    await this.control(LATENCY, 1);
    await this.control(BIT_MODE, MODE_OFF);
    await this.control(BIT_MODE, MODE_MPSSE);
    await this.control(RESET, PURGE_RECEIVED);
    await this.control(RESET, PURGE_SENT);
    await this.synchronise();
  }

  /** A command that doesn't exist is answered by its echo: what came before it has been eaten. */
  private async synchronise(): Promise<void> {
    const echo = await this.exchange(Uint8Array.of(0xaa), 2);
    if (echo[0] !== BAD_COMMAND || echo[1] !== 0xaa) throw this.silent();
  }

  private async control(request: number, value: number): Promise<void> {
    const { status } = await this.device.controlTransferOut({
      requestType: 'vendor',
      recipient: 'device',
      request,
      value,
      index: this.interfaceNumber + 1,
    });
    if (status !== 'ok') throw new Error(`request ${request} of the FTDI bridge: ${status}`);
  }

  /**
   * Sends commands and gives the bytes they answer. Both at once: the bridge stops taking commands
   * when nobody reads its answers.
   */
  async exchange(commands: Uint8Array, answers: number, signal?: AbortSignal): Promise<Uint8Array> {
    throwIfCancelled(signal);
    try {
      const [answer] = await Promise.all([this.read(answers), this.write(commands)]);
      return answer;
    } catch (error) {
      throw explainUsb(error, this.device, 'it was flashed');
    }
  }

  private async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += WRITE_BYTES) {
      const part = bytes.slice(at, at + WRITE_BYTES);
      const { status, bytesWritten } = await this.device.transferOut(
        this.output.endpointNumber,
        part,
      );
      if (status !== 'ok' || bytesWritten !== part.length)
        throw new Error(`transfer error: ${status}`);
    }
  }

  private async read(length: number): Promise<Uint8Array> {
    const answer = new Uint8Array(length);
    let filled = 0;
    let heard = this.clock.now();
    while (filled < length) {
      const { data, status } = await this.device.transferIn(this.input.endpointNumber, READ_BYTES);
      if (status !== 'ok' || data === undefined) throw new Error(`transfer error: ${status}`);
      const before = filled;
      for (let at = 0; at < data.byteLength; at += this.input.packetSize) {
        const end = Math.min(at + this.input.packetSize, data.byteLength);
        const payload = new Uint8Array(
          data.buffer,
          data.byteOffset + at + STATUS_BYTES,
          end - at - STATUS_BYTES,
        );
        if (payload.length > length - filled) throw this.silent();
        answer.set(payload, filled);
        filled += payload.length;
      }
      if (filled > before) heard = this.clock.now();
      else if (this.clock.now() - heard > SILENCE_MILLIS) throw this.silent();
    }
    return answer;
  }

  private silent(): FlashError {
    return new FlashError(
      'board.silent',
      `${this.device.productName ?? 'The board'} is plugged in and doesn't answer as it should.`,
      'Unplug it, wait a second, plug it in and flash again. If that never helps, another program may have set up its USB bridge: flash it once with openFPGALoader.',
    );
  }

  /** Pins float again, and others can have the device. Safe in any state, also unplugged. */
  async close(): Promise<void> {
    if (!this.device.opened) return;
    const steps = [
      () => this.control(RESET, PURGE_RECEIVED),
      () => this.control(RESET, PURGE_SENT),
      () => this.control(BIT_MODE, MODE_OFF),
      () => this.device.releaseInterface(this.interfaceNumber),
    ];
    for (const step of steps) await step().catch(() => undefined); // the rest is let go all the same
    await letGo(this.device);
  }
}
