import { boards } from './boards.ts';
import { flash } from './flash.ts';
import { FlashError } from './flashError.ts';
import type { DeviceName, News, Request } from './messages.ts';

/** Flashing has a thread of its own: a busy page would let the board wait. */
let cancel: AbortController | undefined;

self.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  if (data.kind === 'cancel') cancel?.abort();
  else void run(data);
});

async function run(request: Extract<Request, { kind: 'flash' }>): Promise<void> {
  cancel = new AbortController();
  try {
    const board = boards.find(({ id }) => id === request.board);
    if (board === undefined) throw new Error(`no board is called '${request.board}'`);
    await flash(await find(request.device), {
      board,
      target: request.target,
      image: request.image,
      signal: cancel.signal,
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
async function find(wanted: DeviceName): Promise<USBDevice> {
  const devices = (await navigator.usb.getDevices()).filter(
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
    trouble: 'board.silent',
    message: `Flashing failed: ${error instanceof Error ? error.message : String(error)}`,
    next: 'Unplug the board, plug it in and flash again.',
  };
}

function tell(news: News): void {
  self.postMessage(news);
}
