import type { Target } from './boards.ts';
import type { Phase } from './flash.ts';
import type { Trouble } from './flashError.ts';

/** Which of the devices that the person let the page use. */
export interface DeviceName {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string | null;
}

/** To the worker. */
export type Request =
  | {
      readonly kind: 'flash';
      readonly device: DeviceName;
      readonly board: string;
      readonly target: Target;
      readonly image: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: 'cancel' };

/** From the worker: progress any number of times, then one of the others. */
export type News =
  | {
      readonly kind: 'progress';
      readonly phase: Phase;
      readonly done: number;
      readonly total: number;
    }
  | { readonly kind: 'done' }
  | {
      readonly kind: 'failed';
      readonly trouble: Trouble;
      readonly message: string;
      readonly next: string;
    };
