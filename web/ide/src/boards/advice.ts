import type { Trouble } from '../../../flash/src/flashError.ts';

export type System = 'linux' | 'windows' | 'other';

/** A way out that takes more than a sentence. */
export type Way =
  /** Install the udev rule that is offered for download. */
  | 'udev'
  /** Let Chromium take the driver off. */
  | 'detach'
  /** Give the board the WinUSB driver. */
  | 'zadig';

export function systemOf(userAgent: string): System {
  if (/Windows/.test(userAgent)) return 'windows';
  return /Linux/.test(userAgent) && !/Android/.test(userAgent) ? 'linux' : 'other';
}

/** What helps against a trouble on a system; the best first. */
export function ways(trouble: Trouble, system: System): Way[] {
  if (trouble !== 'usb.access' && trouble !== 'usb.busy') return [];
  if (system === 'windows') return ['zadig'];
  if (system !== 'linux') return [];
  return trouble === 'usb.busy' ? ['udev', 'detach'] : ['udev'];
}
