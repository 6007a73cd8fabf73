import type { IceDevice } from './bitstream.ts';
import type { Device } from './usb.ts';

export interface Board {
  readonly id: string;
  readonly name: string;
  readonly vendorId: number;
  readonly productId: number;
  /** What the device calls itself, where that tells boards apart that share a bridge. */
  readonly product?: RegExp;
  readonly fpga: IceDevice;
  readonly road: 'ftdi' | 'dfu';
  /** Where a bitstream may go. */
  readonly targets: readonly Target[];
}

/** Flash stays after the power is gone; SRAM is quick and spares the flash. */
export type Target = 'flash' | 'sram';

/** The first that fits is proposed. */
export const boards: readonly Board[] = [
  {
    id: 'icebreaker',
    name: 'iCEBreaker',
    vendorId: 0x0403,
    productId: 0x6010,
    product: /icebreaker/i,
    fpga: '5k',
    road: 'ftdi',
    targets: ['flash', 'sram'],
  },
  {
    id: 'icestick',
    name: 'iCEstick',
    vendorId: 0x0403,
    productId: 0x6010,
    product: /lattice/i,
    fpga: '1k',
    road: 'ftdi',
    targets: ['flash'],
  },
  {
    id: 'hx8k',
    name: 'iCE40-HX8K breakout board',
    vendorId: 0x0403,
    productId: 0x6010,
    product: /lattice/i,
    fpga: '8k',
    road: 'ftdi',
    targets: ['flash', 'sram'],
  },
  {
    id: 'upduino3',
    name: 'UPduino 3',
    vendorId: 0x0403,
    productId: 0x6014,
    fpga: '5k',
    road: 'ftdi',
    targets: ['flash', 'sram'],
  },
  {
    id: 'icebreaker-bitsy',
    name: 'iCEBreaker-bitsy',
    vendorId: 0x1d50,
    productId: 0x6146,
    fpga: '5k',
    road: 'dfu',
    targets: ['flash'],
  },
  {
    id: 'fomu',
    name: 'Fomu',
    vendorId: 0x1209,
    productId: 0x5bf0,
    fpga: '5k',
    road: 'dfu',
    targets: ['flash'],
  },
];

/** For the browser's chooser. */
export function filters(): USBDeviceFilter[] {
  const seen = new Map(
    boards.map(({ vendorId, productId }) => [`${vendorId}:${productId}`, { vendorId, productId }]),
  );
  return [...seen.values()];
}

/**
 * What a device may be; the likeliest first. Bridges are sold unnamed too, so a name that fits none
 * leaves all of that bridge; one that fits some leaves those.
 */
export function candidates(
  device: Pick<Device, 'vendorId' | 'productId' | 'productName'>,
): Board[] {
  const bridge = boards.filter(
    (it) => it.vendorId === device.vendorId && it.productId === device.productId,
  );
  const named = bridge.filter((it) => it.product?.test(device.productName ?? '') ?? false);
  return named.length > 0 ? named : bridge;
}

/** The rule that lets people of a Linux desktop open the boards, and takes the serial driver off. */
export function udevRules(): string {
  const rules = filters().map(({ vendorId = 0, productId = 0 }) => {
    const id = `ATTRS{idVendor}=="${hex(vendorId)}", ATTRS{idProduct}=="${hex(productId)}"`;
    const access = `SUBSYSTEM=="usb", ${id}, MODE="0660", TAG+="uaccess"`;
    const unbind = `ACTION=="add", SUBSYSTEM=="usb", DRIVER=="ftdi_sio", ${id}, ATTRS{bInterfaceNumber}=="00", RUN+="/bin/sh -c 'echo -n %k > /sys/bus/usb/drivers/ftdi_sio/unbind'"`;
    return vendorId === 0x0403 ? `${access}\n${unbind}` : access;
  });
  return [
    '# Boards that a browser may program. Save as /etc/udev/rules.d/60-joy-of-hardware.rules, then run',
    '# sudo udevadm control --reload && sudo udevadm trigger     and plug the board in again.',
    ...rules,
    '',
  ].join('\n');
}

function hex(id: number): string {
  return id.toString(16).padStart(4, '0');
}
