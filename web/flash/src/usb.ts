import { FlashError } from './flashError.ts';

/** The part of a USBDevice that is used here: a simulated board offers as much. */
export type Device = Pick<
  USBDevice,
  | 'vendorId'
  | 'productId'
  | 'productName'
  | 'serialNumber'
  | 'opened'
  | 'configuration'
  | 'configurations'
  | 'open'
  | 'close'
  | 'selectConfiguration'
  | 'claimInterface'
  | 'releaseInterface'
  | 'selectAlternateInterface'
  | 'controlTransferIn'
  | 'controlTransferOut'
  | 'transferIn'
  | 'transferOut'
>;

/** Time, so that tests need not wait. */
export interface Clock {
  now(): number;
  sleep(millis: number): Promise<void>;
}

export const wallClock: Clock = {
  now: () => performance.now(),
  sleep: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
};

const UNPLUGGED =
  'Plug it in again, at the computer itself rather than a hub, and flash once more: nothing on it is harmed for good.';

/** Others can have it again, whatever became of it; closing one that is gone fails, and is no news. */
export async function letGo(device: Device): Promise<void> {
  if (device.opened) await device.close().catch(() => undefined);
}

/** An error of WebUSB as one that says what to do. */
export function explainUsb(error: unknown, device: Device, doing: string): unknown {
  if (error instanceof FlashError || !(error instanceof Error)) return error;
  const name = device.productName ?? 'the board';
  const gone =
    error.name === 'NotFoundError' ||
    /disconnected|not found|no device|transfer error/i.test(error.message);
  if (gone) {
    const what = `The connection to ${name} was lost while ${doing}.`;
    return new FlashError('usb.gone', what, UNPLUGGED, error);
  }
  if (error.name === 'SecurityError' || /access denied/i.test(error.message)) {
    return new FlashError(
      'usb.access',
      `The system doesn't let you open ${name}.`,
      'On Linux, install the udev rule offered here and plug the board in again. On Windows, install the WinUSB driver for it with Zadig.',
      error,
    );
  }
  if (/claim|in use|busy|protected/i.test(error.message)) {
    return new FlashError(
      'usb.busy',
      `A driver or another program holds ${name}.`,
      'Close other programs and tabs that use it. On Linux, install the udev rule offered here, or turn on chrome://flags/#automatic-usb-detach; on Windows, install WinUSB for its interface 0 with Zadig.',
      error,
    );
  }
  return new FlashError(
    'usb.gone',
    `${name} failed while ${doing}: ${error.message}`,
    UNPLUGGED,
    error,
  );
}
