import { describe, expect, it } from 'vitest';
import { systemOf, ways } from './advice.ts';
import { fraction } from './progress.ts';

const LINUX = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0';
const PHONE = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0 Mobile';

describe('the way out of a trouble', () => {
  it('is the rule, the flag or Zadig, as the system needs it', () => {
    expect(ways('usb.access', systemOf(LINUX))).toEqual(['udev']);
    expect(ways('usb.busy', systemOf(LINUX))).toEqual(['udev', 'detach']);
    expect(ways('usb.busy', systemOf(WINDOWS))).toEqual(['zadig']);
    expect(ways('usb.access', systemOf(MAC))).toEqual([]);
    expect(ways('usb.access', systemOf(PHONE))).toEqual([]);
    expect(ways('flash.verify', systemOf(LINUX))).toEqual([]);
  });
});

describe('the bar', () => {
  it('goes forward through the phases', () => {
    const at = (phase: 'erase' | 'program' | 'verify' | 'start', done: number, total = 100) =>
      fraction({
        state: 'running',
        file: '',
        target: 'flash',
        phase,
        done,
        total,
        cancel: undefined,
      });
    const seen = [at('erase', 0), at('erase', 50), at('program', 0), at('program', 99)];
    seen.push(at('verify', 1), at('verify', 100), at('start', 0, 0));
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(at('program', 500)).toBeLessThan(1);
  });
});
