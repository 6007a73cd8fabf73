import type { Device } from '../src/usb.ts';
import { Ice40 } from './ice40.ts';
import { Mpsse } from './mpsse.ts';
import { turn, VirtualClock } from './virtualClock.ts';
import { W25q } from './w25q.ts';

const PACKET = 512;
const STATUS = [0x32, 0x60];
const TRANSFER_MILLIS = 2;
const LATENCY_MILLIS = 16;

/** What happens at one transfer, counted from the board's being plugged in. */
export type Fault = 'unplug' | 'stall' | undefined;

export const banks = { '1k': [332, 144], '5k': [692, 336], '8k': [872, 272] } as const;

/**
 * An FT2232H with a flash and an iCE40 behind it, as WebUSB shows it: status bytes in every packet,
 * a latency timer, a queue of commands that stands still while nobody reads the answers.
 */
export class SimulatedBoard implements Device {
  readonly vendorId = 0x0403;
  readonly productId = 0x6010;
  readonly flash: W25q;
  readonly fpga: Ice40;
  opened = false;
  claimed = false;
  /** A driver of the system has it. */
  driverHolds = false;
  mayOpen = true;
  plugged = true;
  transfers = 0;
  fault: (transfer: number) => Fault = () => undefined;
  private readonly mpsse: Mpsse;
  private latency = LATENCY_MILLIS;
  private configured: USBConfiguration | null = null;

  constructor(
    readonly productName = 'iCEBreaker V1.0e',
    device: keyof typeof banks = '5k',
    flashCapacity = 24,
    readonly serialNumber = 'sim0001',
    readonly clock = new VirtualClock(),
  ) {
    this.flash = new W25q(this.clock, flashCapacity);
    this.fpga = new Ice40(this.clock, this.flash, banks[device]);
    this.mpsse = new Mpsse(this.clock, this.flash, this.fpga);
  }

  /** What the models saw that no board would forgive. */
  get offences(): string[] {
    return [...this.mpsse.offences, ...this.flash.ignored];
  }

  get floats(): boolean {
    return this.mpsse.direction === 0;
  }

  get configuration(): USBConfiguration | null {
    return this.configured;
  }

  readonly configurations: USBConfiguration[] = [channels()];

  open(): Promise<void> {
    this.requirePlugged();
    if (!this.mayOpen) return reject('SecurityError', 'Access denied.');
    this.opened = true;
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.opened = false;
    this.claimed = false;
    return Promise.resolve();
  }

  selectConfiguration(value: number): Promise<void> {
    this.requirePlugged();
    if (value !== 1) return reject('NotFoundError', 'no such configuration');
    this.configured = this.configurations[0] ?? null;
    return Promise.resolve();
  }

  claimInterface(number: number): Promise<void> {
    this.requirePlugged();
    if (!this.opened || this.configured === null) return reject('InvalidStateError', 'not open');
    if (number !== 0) return reject('NotFoundError', 'The requested interface was not found.');
    if (this.driverHolds) return reject('NetworkError', 'Unable to claim interface.');
    this.claimed = true;
    return Promise.resolve();
  }

  releaseInterface(): Promise<void> {
    this.requirePlugged();
    this.claimed = false;
    return Promise.resolve();
  }

  selectAlternateInterface(): Promise<void> {
    return Promise.resolve();
  }

  controlTransferIn(): Promise<USBInTransferResult> {
    return reject('NotSupportedError', 'the models know no control transfer in');
  }

  async controlTransferOut(setup: USBControlTransferParameters): Promise<USBOutTransferResult> {
    const status = await this.transfer();
    if (status === 'ok') this.control(setup);
    return { status, bytesWritten: 0 };
  }

  private control({ requestType, request, value, index }: USBControlTransferParameters): void {
    if (requestType !== 'vendor' || index !== 1) throw new Error('not for channel A');
    if (request === 0x00 && value === 0) this.mpsse.reset();
    if (request === 0x00 && value === 1) this.mpsse.purgeReceived();
    if (request === 0x00 && value === 2) this.mpsse.purgeSent();
    if (request === 0x09) this.latency = value;
    if (request === 0x0b) this.mpsse.mode(value >> 8);
  }

  /** Done only when the chip has taken everything: it stops while its answers are not fetched. */
  async transferOut(endpoint: number, data: BufferSource): Promise<USBOutTransferResult> {
    if (endpoint !== 2) return reject('NotFoundError', 'no such endpoint');
    const status = await this.transfer();
    if (status !== 'ok') return { status, bytesWritten: 0 };
    const bytes = ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data);
    this.mpsse.take(bytes);
    while (this.mpsse.isFull) {
      await turn();
      this.requirePlugged();
    }
    return { status, bytesWritten: bytes.length };
  }

  async transferIn(endpoint: number, length: number): Promise<USBInTransferResult> {
    if (endpoint !== 1) return reject('NotFoundError', 'no such endpoint');
    if (length % PACKET !== 0) return { status: 'babble' };
    const status = await this.transfer();
    if (status !== 'ok') return { status };
    const room = (length / PACKET) * (PACKET - STATUS.length);
    const payload = this.mpsse.answers(room);
    if (payload.length === 0) this.clock.pass(this.latency);
    const packets: number[] = [];
    for (let at = 0; at === 0 || at < payload.length; at += PACKET - STATUS.length) {
      packets.push(...STATUS, ...payload.slice(at, at + PACKET - STATUS.length));
    }
    return { status, data: new DataView(Uint8Array.from(packets).buffer) };
  }

  private async transfer(): Promise<USBTransferStatus> {
    await turn();
    this.requirePlugged();
    if (!this.claimed) return reject('InvalidStateError', 'the interface is not claimed');
    this.clock.pass(TRANSFER_MILLIS);
    const fault = this.fault(++this.transfers);
    if (fault === 'unplug') this.unplug();
    this.requirePlugged();
    return fault === 'stall' ? 'stall' : 'ok';
  }

  unplug(): void {
    this.plugged = false;
    this.claimed = false;
    this.opened = false;
    this.configured = null;
  }

  /** Its flash keeps what it has; everything else begins anew. */
  plugIn(): void {
    this.plugged = true;
    this.transfers = 0;
    this.fault = () => undefined;
    this.mpsse.reset();
    this.mpsse.mode(0);
    this.flash.wake();
    this.clock.pass(5_000);
    this.fpga.reset();
    this.fpga.release(false);
  }

  private requirePlugged(): void {
    if (!this.plugged) throw new DOMException('The device was disconnected.', 'NotFoundError');
  }
}

function reject(name: string, message: string): Promise<never> {
  return Promise.reject(new DOMException(message, name));
}

function channels(): USBConfiguration {
  const channel = (interfaceNumber: number): USBInterface => {
    const alternate: USBAlternateInterface = {
      alternateSetting: 0,
      interfaceClass: 0xff,
      interfaceSubclass: 0xff,
      interfaceProtocol: 0xff,
      interfaceName: 'Channel ' + 'AB'.charAt(interfaceNumber),
      endpoints: [
        {
          endpointNumber: 1 + 2 * interfaceNumber,
          direction: 'in',
          type: 'bulk',
          packetSize: PACKET,
        },
        {
          endpointNumber: 2 + 2 * interfaceNumber,
          direction: 'out',
          type: 'bulk',
          packetSize: PACKET,
        },
      ],
    };
    return { interfaceNumber, alternate, alternates: [alternate], claimed: false };
  };
  return { configurationValue: 1, configurationName: '', interfaces: [channel(0), channel(1)] };
}
