import type { Clock } from '../src/usb.ts';

/** Time passes only by what the models say. */
export class VirtualClock implements Clock {
  private millis = 0;

  now(): number {
    return this.millis;
  }

  pass(millis: number): void {
    this.millis += millis;
  }

  async sleep(millis: number): Promise<void> {
    this.pass(millis);
    await turn();
  }
}

/** Lets everything else that is ready go first. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port2.onmessage = () => {
      port1.close();
      resolve();
    };
    port1.postMessage(undefined);
  });
}
