/// <reference path="../../web/node_modules/@types/w3c-web-usb/index.d.ts" />
import type { BrowserContext, Page } from 'playwright-core';
import { SimulatedBoard } from '../../web/flash/test/simulatedBoard.ts';
import { VirtualClock } from '../../web/flash/test/virtualClock.ts';

/** The page waits by the clock on the wall, the models count their own milliseconds too. */
class RunningClock extends VirtualClock {
  override now(): number {
    return super.now() + performance.now();
  }
}

interface Asked {
  readonly method: string;
  readonly board?: string;
  readonly args: readonly unknown[];
}

/** What the person does in the browser's chooser: takes a board, or nothing; or it never opens. */
type Choice = string | 'nothing' | 'refused';

/**
 * A desk with boards on it. Their models are here, in the test, so they outlive pages; the page and
 * its worker get a `navigator.usb` that leads here.
 */
export class Desk {
  private readonly boards = new Map<string, SimulatedBoard>();
  private readonly granted = new Set<string>();
  private readonly pages = new Set<Page>();
  chooses: Choice = 'nothing';
  private hold: { readonly at: number; reached(): void; readonly over: Promise<void> } | undefined;

  /** To be called before any page is opened. */
  async install(context: BrowserContext): Promise<void> {
    context.on('page', (page) => this.pages.add(page));
    await context.exposeBinding('joyUsb', (_, asked: Asked) => this.answer(asked));
    await context.addInitScript(`(${installUsb.toString()})(true)`);
    await context.route(/\/assets\/worker-[^/]*\.js$/, async (route) => {
      const response = await route.fetch();
      const body = `(${installUsb.toString()})(false);\n${await response.text()}`;
      await route.fulfill({ response, body });
    });
  }

  /** A board that lies on the desk, not plugged in yet. */
  add(
    name: string,
    product: string,
    fpga: '1k' | '5k' | '8k',
    serialNumber = name,
  ): SimulatedBoard {
    const board = new SimulatedBoard(product, fpga, 24, serialNumber, new RunningClock());
    board.unplug();
    this.boards.set(name, board);
    return board;
  }

  async plugIn(name: string): Promise<void> {
    this.of(name).plugIn();
    if (this.granted.has(name)) await this.tell('connect', name);
  }

  async unplug(name: string): Promise<void> {
    this.of(name).unplug();
    await this.tell('disconnect', name);
  }

  /** Stops a board so many transfers from now, does something, and lets it go on. */
  async stopped(name: string, transfers: number, act: () => Promise<void>): Promise<void> {
    let goOn = () => {};
    const over = new Promise<void>((resolve) => (goOn = resolve));
    await new Promise<void>((reached) => {
      this.hold = { at: this.of(name).transfers + transfers, reached, over };
    });
    await act();
    this.hold = undefined;
    goOn();
  }

  private of(name: string | undefined): SimulatedBoard {
    const board = this.boards.get(name ?? '');
    if (board === undefined) throw new Error(`there is no board ${String(name)}`);
    return board;
  }

  private async answer(asked: Asked): Promise<unknown> {
    try {
      return await this.perform(asked);
    } catch (error) {
      const { name, message } = error as Error;
      return { error: { name, message } };
    }
  }

  private async perform({ method, board: name, args }: Asked): Promise<unknown> {
    if (method === 'getDevices') {
      return [...this.boards]
        .filter(([each, board]) => board.plugged && this.granted.has(each))
        .map(([each, board]) => described(each, board));
    }
    if (method === 'requestDevice') {
      if (this.chooses === 'refused') throw new DOMException('Denied.', 'SecurityError');
      if (this.chooses === 'nothing') throw new DOMException('None selected.', 'NotFoundError');
      this.granted.add(this.chooses);
      return described(this.chooses, this.of(this.chooses));
    }
    const board = this.of(name);
    const wasPlugged = board.plugged;
    if (this.hold !== undefined && board.transfers >= this.hold.at) {
      this.hold.reached();
      await this.hold.over;
    }
    const call = (board as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[
      method
    ];
    if (call === undefined) throw new Error(`a device has no ${method}`);
    try {
      const value = (await call.apply(board, args.map(fromText))) as
        { data?: DataView } | undefined;
      const { opened, configuration } = board;
      const data = value?.data;
      const bytes =
        data && Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
      return { value: { ...value, data: undefined }, bytes, opened, configuration };
    } finally {
      if (wasPlugged && !board.plugged) void this.tell('disconnect', name ?? '');
    }
  }

  private async tell(type: string, name: string): Promise<void> {
    for (const page of this.pages) {
      if (page.isClosed()) continue;
      await page.evaluate(
        ([kind, which]) => {
          (globalThis as { joyUsbEvent?: (...is: unknown[]) => void }).joyUsbEvent?.(kind, which);
        },
        [type, name],
      );
    }
  }
}

function described(name: string, board: SimulatedBoard) {
  const { vendorId, productId, productName, serialNumber, configurations } = board;
  return { name, vendorId, productId, productName, serialNumber, configurations };
}

function fromText(arg: unknown): unknown {
  const bytes = (arg as { base64?: string } | undefined)?.base64;
  return bytes === undefined ? arg : new Uint8Array(Buffer.from(bytes, 'base64'));
}

/** Runs in the browser, in a page or in a worker, which asks through its page. */
function installUsb(isPage: boolean): void {
  if (isPage && window.top !== window) return; // else a frame of this origin would answer, too
  type Told = Record<string, unknown> & { error?: { name: string; message: string } };
  const scope = globalThis as unknown as {
    joyUsb(asked: unknown): Promise<Told>;
    joyUsbEvent(type: string, name: string): void;
  };
  const channel = new BroadcastChannel('joy-usb');
  const waiting = new Map<number, (answer: Told) => void>();
  let count = 0;
  channel.onmessage = ({ data }) => {
    const { asked, answer, id } = data as { asked?: unknown; answer?: Told; id: number };
    if (isPage && asked !== undefined) {
      void scope.joyUsb(asked).then((told) => {
        channel.postMessage({ id, answer: told });
      });
    } else if (answer !== undefined) {
      waiting.get(id)?.(answer);
      waiting.delete(id);
    }
  };
  const send = (asked: unknown): Promise<Told> => {
    if (isPage) return scope.joyUsb(asked);
    return new Promise((resolve) => {
      waiting.set(++count, resolve);
      channel.postMessage({ id: count, asked });
    });
  };
  const encode = (arg: unknown): unknown => {
    if (!ArrayBuffer.isView(arg) && !(arg instanceof ArrayBuffer)) return arg;
    const bytes = ArrayBuffer.isView(arg)
      ? new Uint8Array(arg.buffer, arg.byteOffset, arg.byteLength)
      : new Uint8Array(arg);
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return { base64: btoa(text) };
  };
  const ask = async (method: string, args: unknown[], board?: string): Promise<Told> => {
    const told = await send({ method, board, args: args.map(encode) });
    if (told.error) throw new DOMException(told.error.message, told.error.name);
    return told;
  };
  const devices = new Map<string, object>();
  const device = (info: Told): object => {
    const name = String(info['name']);
    const known = devices.get(name);
    if (known) return known;
    const made: Record<string, unknown> = { ...info, opened: false, configuration: null };
    for (const method of [
      'open',
      'close',
      'selectConfiguration',
      'claimInterface',
      'releaseInterface',
      'selectAlternateInterface',
      'controlTransferIn',
      'controlTransferOut',
      'transferIn',
      'transferOut',
    ]) {
      made[method] = async (...args: unknown[]) => {
        const told = await ask(method, args, name);
        made['opened'] = told['opened'];
        made['configuration'] = told['configuration'];
        const value = told['value'] as object;
        if (typeof told['bytes'] !== 'string') return value;
        const bytes = Uint8Array.from(atob(told['bytes']), (c) => c.charCodeAt(0));
        return { ...value, data: new DataView(bytes.buffer) };
      };
    }
    devices.set(name, made);
    return made;
  };
  const usb = Object.assign(new EventTarget(), {
    getDevices: async () =>
      ((await ask('getDevices', [])) as unknown as Told[]).map((info) => device(info)),
    requestDevice: async (options: unknown) => device(await ask('requestDevice', [options])),
  });
  scope.joyUsbEvent = (type, name) => {
    devices.delete(name);
    usb.dispatchEvent(new Event(type));
  };
  Object.defineProperty(navigator, 'usb', { value: usb, configurable: true });
}
