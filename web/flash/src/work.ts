import { boards } from './boards.ts';
import { flash } from './flash.ts';
import { FlashError } from './flashError.ts';
import type { DeviceName, News, Request } from './messages.ts';
import type { Clock, Device } from './usb.ts';

/** The part of `navigator.usb` that a worker has. */
export interface Devices {
  getDevices(): Promise<Device[]>;
}

/** Does what a request asks and tells how it goes; the last news is that it is done, or why not. */
export async function work(
  request: Extract<Request, { kind: 'flash' }>,
  usb: Devices | undefined,
  signal: AbortSignal,
  tell: (news: News) => void,
  clock?: Clock,
): Promise<void> {
  try {
    const board = boards.find(({ id }) => id === request.board);
    if (board === undefined) throw new Error(`no board is called '${request.board}'`);
    await flash(await find(request.device, usb), {
      board,
      target: request.target,
      image: request.image,
      signal,
      ...(clock === undefined ? {} : { clock }),
      onProgress: (phase, done, total) => {
        tell({ kind: 'progress', phase, done, total });
      },
    });
    tell({ kind: 'done' });
  } catch (error) {
    tell(failed(error));
  }
}

/** Two that look the same can't be told apart here: better none than the wrong one. */
async function find(wanted: DeviceName, usb: Devices | undefined): Promise<Device> {
  if (usb === undefined) {
    throw new FlashError(
      'usb.missing',
      'This browser can’t reach boards: it has no WebUSB.',
      'Use Chrome, Edge or another Chromium, at an https address or on localhost.',
    );
  }
  const devices = (await usb.getDevices()).filter(
    (it) =>
      it.vendorId === wanted.vendorId &&
      it.productId === wanted.productId &&
      (it.serialNumber ?? null) === wanted.serialNumber,
  );
  const [device, other] = devices;
  if (device === undefined) {
    throw new FlashError(
      'usb.gone',
      'The board is not plugged in any more.',
      'Plug it in, wait until it appears, and flash again.',
    );
  }
  if (other !== undefined) {
    throw new FlashError(
      'usb.twins',
      'Two boards are plugged in that look exactly the same.',
      'Unplug the one you do not want to flash, and flash again.',
    );
  }
  return device;
}

function failed(error: unknown): News {
  if (error instanceof FlashError) {
    const { trouble, message, next } = error;
    return { kind: 'failed', trouble, message, next };
  }
  return {
    kind: 'failed',
    trouble: 'unexpected',
    message: `Flashing failed: ${error instanceof Error ? error.message : String(error)}`,
    next: 'Reload the page, unplug the board, plug it in and flash again.',
  };
}
