import type { Board, Target } from './boards.ts';
import { FlashError } from './flashError.ts';
import type { News, Request } from './messages.ts';
import type { Phase } from './flash.ts';
import type { Device } from './usb.ts';

export interface Flashing {
  /** Rejects with a FlashError. */
  readonly done: Promise<void>;
  /** The board is let go, then `done` rejects with 'cancelled'. */
  cancel(): void;
}

/** Flashes in a worker that is there for this once. */
export function startFlashing(
  device: Pick<Device, 'vendorId' | 'productId' | 'serialNumber'>,
  board: Board,
  target: Target,
  image: Uint8Array<ArrayBuffer>,
  onProgress: (phase: Phase, done: number, total: number) => void,
): Flashing {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'flash',
  });
  const send = (request: Request) => {
    worker.postMessage(request);
  };
  const done = new Promise<void>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<News>) => {
      if (data.kind === 'progress') onProgress(data.phase, data.done, data.total);
      else if (data.kind === 'done') resolve();
      else reject(new FlashError(data.trouble, data.message, data.next));
    });
    worker.addEventListener('error', (event) => {
      const next = 'Reload the page and flash again.';
      reject(new FlashError('unexpected', `Flashing broke off: ${event.message}`, next));
    });
  });
  const { vendorId, productId, serialNumber } = device;
  send({
    kind: 'flash',
    device: { vendorId, productId, serialNumber: serialNumber ?? null },
    board: board.id,
    target,
    image,
  });
  return {
    done: done.finally(() => {
      worker.terminate();
    }),
    cancel: () => {
      send({ kind: 'cancel' });
    },
  };
}
