import type { IceDevice } from '../src/bitstream.ts';
import { banks } from './simulatedBoard.ts';

/** A bitstream as icepack writes it, with one bank of noise, and `bytes` long at least. */
export function bitstream(device: keyof typeof banks & IceDevice, bytes = 0, seed = 1): Uint8Array {
  const [width, height] = banks[device];
  const head = [0xff, 0, 0, 0xff, 0x7e, 0xaa, 0x99, 0x7e, 0x51, 0, 0x01, 0x05, 0x92, 0, 0x20];
  const bank = [0x62, ...word(width - 1), 0x82, 0, 0, 0x72, ...word(height), 0x11, 0];
  const data = (width * height) / 8;
  const tail = [0, 0, 0x22, 0, 0, 0x01, 0x06, 0];
  const image = [...head];
  let state = seed;
  while (image.length === head.length || image.length + tail.length < bytes) {
    image.push(...bank, 0x01, 0x01);
    for (let i = 0; i < data; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      image.push(state >>> 24);
    }
    image.push(0, 0);
  }
  return Uint8Array.from([...image, ...tail.slice(2)]);
}

function word(value: number): number[] {
  return [value >> 8, value & 0xff];
}
