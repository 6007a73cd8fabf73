import { DFU, type DfuDevice } from 'webdfu';
import { FlashError, throwIfCancelled } from './flashError.ts';
import type { Progress } from './spiFlash.ts';
import { type Clock, type Device, explainUsb, letGo } from './usb.ts';

const FUNCTIONAL = 0x21;
const CAN_UPLOAD = 2;
const MANIFESTATION_TOLERANT = 4;
const LEAST_TRANSFER = 64;
const PATIENCE_MILLIS = 10_000;

/** Boards whose bootloader writes their flash (USB DFU 1.1). */
export class DfuTarget {
  private constructor(
    private readonly device: Device,
    private readonly dfu: DfuDevice,
    private readonly clock: Clock,
    private readonly transferBytes: number,
    private readonly attributes: number,
  ) {}

  static async open(device: Device, clock: Clock): Promise<DfuTarget> {
    try {
      const [settings] = DFU.findDeviceDfuInterfaces(device);
      if (settings === undefined) {
        throw new FlashError(
          'board.silent',
          `${device.productName ?? 'The board'} isn't in its bootloader.`,
          'Hold its button while you plug it in, until its LED pulses; then flash again.',
        );
      }
      const dfu = new DFU.Device(device, settings);
      await dfu.open();
      const { descriptors } = DFU.parseConfigurationDescriptor(
        await dfu.readConfigurationDescriptor(0),
      );
      const functional = descriptors.find((it) => it.bDescriptorType === FUNCTIONAL);
      const bytes = Math.max(LEAST_TRANSFER, functional?.wTransferSize ?? LEAST_TRANSFER);
      return new DfuTarget(device, dfu, clock, bytes, functional?.bmAttributes ?? 0);
    } catch (error) {
      await letGo(device);
      throw explain(error, device);
    }
  }

  async flash(image: Uint8Array, progress: Progress, signal?: AbortSignal): Promise<void> {
    try {
      await this.idle();
      progress('program', 0, image.length);
      let block = 0;
      for (let at = 0; at < image.length; at += this.transferBytes) {
        throwIfCancelled(signal);
        const part = image.slice(at, at + this.transferBytes);
        await this.dfu.download(part, block++);
        await this.settle([DFU.dfuDNLOAD_IDLE]);
        progress('program', at + part.length, image.length);
      }
      if (
        (this.attributes & CAN_UPLOAD) !== 0 &&
        (this.attributes & MANIFESTATION_TOLERANT) !== 0
      ) {
        await this.manifest(block);
        await this.verify(image, progress, signal);
      } else {
        await this.manifest(block);
      }
    } catch (error) {
      throw explain(error, this.device);
    }
  }

  private async idle(): Promise<void> {
    const { state } = await this.dfu.getStatus();
    if (state === DFU.dfuERROR) await this.dfu.clearStatus();
    else if (state !== DFU.dfuIDLE) await this.dfu.abortToIdle();
  }

  /** The bootloader may restart at once: then nothing answers any more, and that is well. */
  private async manifest(block: number): Promise<void> {
    await this.dfu.download(new ArrayBuffer(0), block);
    if ((this.attributes & MANIFESTATION_TOLERANT) !== 0) {
      await this.settle([DFU.dfuIDLE, DFU.dfuMANIFEST_WAIT_RESET]);
      return;
    }
    await this.dfu.getStatus().catch(() => undefined);
  }

  private async settle(states: readonly number[]): Promise<void> {
    const end = this.clock.now() + PATIENCE_MILLIS;
    for (let now = await this.dfu.getStatus(); !states.includes(now.state);) {
      if (now.state === DFU.dfuERROR || now.status !== 0) {
        throw new FlashError(
          'flash.verify',
          `The bootloader refused the image (status ${now.status}).`,
          'Unplug the board, hold its button while you plug it in again, and flash once more.',
        );
      }
      if (this.clock.now() > end) throw new Error('transfer error: the bootloader stays busy');
      await this.clock.sleep(now.pollTimeout);
      now = await this.dfu.getStatus();
    }
  }

  private async verify(image: Uint8Array, progress: Progress, signal?: AbortSignal): Promise<void> {
    await this.idle();
    progress('verify', 0, image.length);
    for (let at = 0, block = 0; at < image.length; at += this.transferBytes, block++) {
      throwIfCancelled(signal);
      const there = await this.dfu.upload(this.transferBytes, block);
      const part = image.subarray(at, at + this.transferBytes);
      const wrong = part.findIndex(
        (byte, i) => i >= there.byteLength || there.getUint8(i) !== byte,
      );
      if (wrong >= 0) {
        throw new FlashError(
          'flash.verify',
          `The board's flash differs from the image at byte ${at + wrong}.`,
          'Flash again; if it stays so, try another cable or port.',
        );
      }
      progress('verify', at + part.length, image.length);
    }
    await this.dfu.abortToIdle();
  }

  async close(): Promise<void> {
    await letGo(this.device);
  }
}

/** webdfu rejects with plain texts too. */
function explain(error: unknown, device: Device): unknown {
  const known = typeof error === 'string' ? new Error(error) : error;
  return explainUsb(known, device, 'it was flashed');
}
