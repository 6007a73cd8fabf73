import { describe, expect, it } from 'vitest';
import { boards, candidates, filters, udevRules } from '../src/boards.ts';

const ids = (device: { vendorId: number; productId: number; productName?: string }) =>
  candidates({ productName: null, ...device }).map(({ id }) => id);

describe('the table of boards', () => {
  it('tells boards apart by what they call themselves, and leaves the choice where they do not', () => {
    const bridge = { vendorId: 0x0403, productId: 0x6010 };
    expect(ids({ ...bridge, productName: 'iCEBreaker V1.0e' })).toEqual(['icebreaker']);
    expect(ids({ ...bridge, productName: 'Lattice FTUSB Interface Cable' })).toEqual([
      'icestick',
      'hx8k',
    ]);
    expect(ids({ ...bridge, productName: 'Dual RS232-HS' })).toEqual([
      'icebreaker',
      'icestick',
      'hx8k',
    ]);
    expect(ids({ vendorId: 0x1209, productId: 0x5bf0 })).toEqual(['fomu']);
    expect(ids({ vendorId: 0x1234, productId: 0x5678 })).toEqual([]);
  });

  it('lets the chooser show each bridge once', () => {
    expect(filters()).toHaveLength(
      new Set(boards.map((it) => `${it.vendorId}:${it.productId}`)).size,
    );
  });

  it('has a udev rule for each, and takes the serial driver off channel A of bridges alone', () => {
    const rules = udevRules();
    for (const { vendorId = 0, productId = 0 } of filters()) {
      expect(rules).toContain(`ATTRS{idVendor}=="${vendorId.toString(16).padStart(4, '0')}"`);
      expect(rules).toContain(`ATTRS{idProduct}=="${productId.toString(16).padStart(4, '0')}"`);
    }
    expect(rules.match(/unbind/g)).toHaveLength(2);
    expect(rules).toContain('ATTRS{bInterfaceNumber}=="00"');
  });
});
