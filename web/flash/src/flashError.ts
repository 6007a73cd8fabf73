/** What can go wrong with a board. */
export type Trouble =
  /** This browser has no WebUSB, or the page isn't allowed to use it. */
  | 'usb.missing'
  /** The person chose no device. */
  | 'usb.none'
  /** The browser doesn't let the page ask. */
  | 'usb.refused'
  /** The system lets this user not open the device. */
  | 'usb.access'
  /** A driver or another program holds the interface. */
  | 'usb.busy'
  /** It was unplugged, or reset itself. */
  | 'usb.gone'
  /** Two devices can't be told apart. */
  | 'usb.twins'
  /** It is there and doesn't answer. */
  | 'board.silent'
  /** The board's flash doesn't identify itself. */
  | 'flash.missing'
  /** The flash refuses to be written. */
  | 'flash.protected'
  /** The image is larger than the flash. */
  | 'flash.small'
  /** The flash has other bytes than were written. */
  | 'flash.verify'
  /** The FPGA didn't take the configuration. */
  | 'fpga.refused'
  /** The file is no bitstream, or one for another FPGA. */
  | 'image.wrong'
  | 'cancelled'
  /** A fault of ours. */
  | 'unexpected';

/** Says what happened, to what, and what to do next. */
export class FlashError extends Error {
  override readonly name = 'FlashError';

  constructor(
    readonly trouble: Trouble,
    what: string,
    readonly next: string,
    cause?: unknown,
  ) {
    super(what, { cause });
  }
}

/** How the board is left is the same whether the person or a mistake ended it. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new FlashError(
    'cancelled',
    'Flashing was cancelled.',
    'Flash again to have a whole image.',
  );
}
