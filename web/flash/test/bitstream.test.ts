import { describe, expect, it } from 'vitest';
import { type IceDevice, iceDevice } from '../src/bitstream.ts';

/** How icepack 0.1 begins an image for each. */
const HEADS: Record<string, string> = {
  '5k': 'ff0000ff7eaa997e51000105920020 6202b3820000720150110001010000',
  '1k': 'ff0000ff7eaa997e51000105920020 62014b720090820000110001010000',
  '8k': 'ff0000ff7eaa997e51000105920020 620367720110820000110001010000',
  '384': 'ff0000ff7eaa997e51000105920020 6200b5720050820000110001010000',
};

describe('what a bitstream is for', () => {
  it.each(Object.entries(HEADS))('knows the iCE40 %s', (device, head) => {
    const image = Uint8Array.from(Buffer.from(head.replaceAll(' ', ''), 'hex'));
    expect(iceDevice(image)).toBe(device as IceDevice);
  });

  it.each([
    ['nothing', ''],
    ['text', Buffer.from('module top; endmodule').toString('hex')],
    ['an ECP5 image', 'ff004c617474696365 bdb3'],
    ['an image that breaks off', 'ff0000ff7eaa997e510001'],
    ['an image of unknown size', 'ff0000ff7eaa997e620001720001'],
  ])('refuses %s', (_, hex) => {
    const image = Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
    expect(() => iceDevice(image)).toThrow(/can't be flashed/);
  });
});
