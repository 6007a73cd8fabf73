import { FlashError } from './flashError.ts';

/** FPGAs as icepack and nextpnr-ice40 name them. */
export type IceDevice = '384' | 'lm4k' | 'u4k' | '1k' | '5k' | '8k';

/** Configuration memory of each, width × height of a bank (icestorm's format notes). */
const BANKS: Readonly<Record<string, IceDevice>> = {
  '182x80': '384',
  '656x176': 'lm4k',
  '692x176': 'u4k',
  '332x144': '1k',
  '692x336': '5k',
  '872x272': '8k',
};

const PREAMBLE = [0x7e, 0xaa, 0x99, 0x7e];
const SEARCHED = 4096;

/**
 * Which FPGA a bitstream of icepack is for. It says so only by the size of the memory it fills.
 *
 * @throws FlashError 'image.wrong' where the file is no iCE40 bitstream
 */
export function iceDevice(image: Uint8Array): IceDevice {
  let at = begin(image);
  let width = 0;
  let height = 0;
  while (at < image.length) {
    const command = (image[at] ?? 0) >> 4;
    const length = (image[at] ?? 0) & 15;
    const payload = image
      .subarray(at + 1, at + 1 + length)
      .reduce((sum, byte) => sum * 256 + byte, 0);
    if (command === 6) width = payload + 1;
    if (command === 7) height = payload;
    if (width > 0 && height > 0) {
      const device = BANKS[`${width}x${height}`];
      if (device !== undefined) return device;
    }
    if (command === 0 && (payload === 1 || payload === 3)) break; // data: the sizes came before
    at += 1 + length;
  }
  throw wrong('it is for an FPGA that is not known here');
}

function begin(image: Uint8Array): number {
  for (let at = 0; at < Math.min(image.length, SEARCHED); at++) {
    if (PREAMBLE.every((byte, i) => image[at + i] === byte)) return at + PREAMBLE.length;
  }
  throw wrong('it has no iCE40 preamble');
}

function wrong(why: string): FlashError {
  return new FlashError(
    'image.wrong',
    `This file can't be flashed: ${why}.`,
    'Choose the .bin that icepack wrote (`make` puts it beside top.v), and build it again if you are unsure.',
  );
}
