import type { News, Request } from './messages.ts';
import { type Devices, work } from './work.ts';

/** Flashing has a thread of its own: a busy page would let the board wait. */
const cancel = new AbortController();
const { usb } = navigator as { readonly usb?: Devices };

self.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  if (data.kind === 'cancel') cancel.abort();
  else
    void work(data, usb, cancel.signal, (news: News) => {
      self.postMessage(news);
    });
});
