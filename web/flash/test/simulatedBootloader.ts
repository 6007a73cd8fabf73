import type { Device } from '../src/usb.ts';
import { turn, VirtualClock } from './virtualClock.ts';

const IDLE = 2;
const DNLOAD_SYNC = 3;
const DNBUSY = 4;
const DNLOAD_IDLE = 5;
const MANIFEST_SYNC = 6;
const MANIFEST_WAIT_RESET = 8;
const UPLOAD_IDLE = 9;
const ERROR = 10;
const BLOCK_MILLIS = 20;

/** A bootloader of USB DFU 1.1, with its states; what comes in a wrong one stalls and is an error. */
export class SimulatedBootloader implements Device {
  readonly vendorId = 0x1209;
  readonly productId = 0x5bf0;
  readonly productName = 'Fomu PVT DFU Bootloader v2.0.4';
  readonly serialNumber = null;
  readonly clock = new VirtualClock();
  opened = false;
  claimed = false;
  plugged = true;
  transfers = 0;
  refuseBlock: number | undefined;
  unplugAt: number | undefined;
  flash = new Uint8Array(0);
  configuration: USBConfiguration | null = null;
  readonly configurations: USBConfiguration[];
  private state = IDLE;
  private status = 0;
  private readyAt = 0;
  private next = 0;
  private received: number[] = [];

  constructor(
    private readonly attributes = 0x07,
    private readonly transferBytes = 1024,
  ) {
    const alternate: USBAlternateInterface = {
      alternateSetting: 0,
      interfaceClass: 0xfe,
      interfaceSubclass: 1,
      interfaceProtocol: 2,
      interfaceName: null,
      endpoints: [],
    };
    this.configurations = [
      {
        configurationValue: 1,
        configurationName: null,
        interfaces: [{ interfaceNumber: 0, alternate, alternates: [alternate], claimed: false }],
      },
    ];
  }

  async open(): Promise<void> {
    await this.step();
    this.opened = true;
  }

  close(): Promise<void> {
    this.opened = false;
    this.claimed = false;
    return Promise.resolve();
  }

  async selectConfiguration(): Promise<void> {
    await this.step();
    this.configuration = this.configurations[0] ?? null;
  }

  async claimInterface(): Promise<void> {
    await this.step();
    this.claimed = true;
  }

  releaseInterface(): Promise<void> {
    this.claimed = false;
    return Promise.resolve();
  }

  selectAlternateInterface(): Promise<void> {
    return Promise.resolve();
  }

  transferIn(): Promise<USBInTransferResult> {
    return Promise.reject(new DOMException('no such endpoint', 'NotFoundError'));
  }

  transferOut(): Promise<USBOutTransferResult> {
    return Promise.reject(new DOMException('no such endpoint', 'NotFoundError'));
  }

  async controlTransferIn(
    { requestType, request, value }: USBControlTransferParameters,
    length: number,
  ): Promise<USBInTransferResult> {
    await this.step();
    if (requestType === 'standard')
      return ok(descriptor(this.attributes, this.transferBytes), length);
    this.requireClaimed();
    if (request === 3) return ok(this.getStatus(), length);
    if (request === 5) return ok([this.state], length);
    if (request === 2) return this.upload(value, length);
    return this.stall();
  }

  private getStatus(): number[] {
    if (this.state === DNLOAD_SYNC || this.state === DNBUSY) {
      this.state = this.clock.now() >= this.readyAt ? DNLOAD_IDLE : DNBUSY;
    } else if (this.state === MANIFEST_SYNC) {
      this.flash = Uint8Array.from(this.received);
      this.state = (this.attributes & 4) === 0 ? MANIFEST_WAIT_RESET : IDLE;
    }
    return [this.status, this.state === DNBUSY ? BLOCK_MILLIS : 0, 0, 0, this.state, 0];
  }

  private upload(block: number, length: number): USBInTransferResult {
    if (this.state !== IDLE && this.state !== UPLOAD_IDLE) return this.stall();
    const from = block * this.transferBytes;
    const part = [...this.flash.subarray(from, from + length)];
    this.state = part.length < length ? IDLE : UPLOAD_IDLE;
    return ok(part, length);
  }

  async controlTransferOut(
    { request, value }: USBControlTransferParameters,
    data?: BufferSource,
  ): Promise<USBOutTransferResult> {
    await this.step();
    this.requireClaimed();
    const bytes =
      data === undefined
        ? []
        : [
            ...(ArrayBuffer.isView(data)
              ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
              : new Uint8Array(data)),
          ];
    if (request === 1) return this.download(value, bytes);
    if (request === 4 && this.state === ERROR) this.become(IDLE, 0);
    else if (request === 6 && this.state !== ERROR) this.become(IDLE, 0);
    else return this.stall();
    return { status: 'ok', bytesWritten: bytes.length };
  }

  private download(block: number, bytes: number[]): USBOutTransferResult {
    if (this.state === IDLE) {
      this.received = [];
      this.next = 0;
    } else if (this.state !== DNLOAD_IDLE) {
      return this.stall();
    }
    if (block !== this.next++ || bytes.length > this.transferBytes) return this.stall();
    if (block === this.refuseBlock) {
      this.become(ERROR, 3);
    } else if (bytes.length === 0) {
      this.become(MANIFEST_SYNC, 0);
    } else {
      this.received.push(...bytes);
      this.readyAt = this.clock.now() + BLOCK_MILLIS;
      this.become(DNLOAD_SYNC, 0);
    }
    return { status: 'ok', bytesWritten: bytes.length };
  }

  private become(state: number, status: number): void {
    this.state = state;
    this.status = status;
  }

  private stall(): { status: 'stall'; bytesWritten: number } {
    this.become(ERROR, 0x0f);
    return { status: 'stall', bytesWritten: 0 };
  }

  private requireClaimed(): void {
    if (!this.claimed) throw new DOMException('not claimed', 'InvalidStateError');
  }

  private async step(): Promise<void> {
    await turn();
    this.clock.pass(1);
    if (++this.transfers === this.unplugAt) {
      this.plugged = false;
      this.opened = false;
      this.claimed = false;
    }
    if (!this.plugged) throw new DOMException('The device was disconnected.', 'NotFoundError');
  }

  plugIn(): void {
    this.plugged = true;
    this.unplugAt = undefined;
    this.configuration = null;
    this.become(IDLE, 0);
  }
}

function ok(bytes: readonly number[], length: number): USBInTransferResult {
  return { status: 'ok', data: new DataView(Uint8Array.from(bytes.slice(0, length)).buffer) };
}

function descriptor(attributes: number, transferBytes: number): number[] {
  const face = [9, 4, 0, 0, 0, 0xfe, 1, 2, 0];
  const functional = [
    9,
    0x21,
    attributes,
    0x10,
    0x27,
    transferBytes & 0xff,
    transferBytes >> 8,
    1,
    1,
  ];
  return [9, 2, 27, 0, 1, 1, 0, 0x80, 50, ...face, ...functional];
}
