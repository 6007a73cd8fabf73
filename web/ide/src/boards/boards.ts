import { ApiError } from '../../../common/src/api.ts';
import { explain } from '../../../common/src/messages.ts';
import { type Board, candidates, filters, type Target } from '../../../flash/src/boards.ts';
import type { Phase } from '../../../flash/src/flash.ts';
import { FlashError } from '../../../flash/src/flashError.ts';
import { startFlashing } from '../../../flash/src/flasher.ts';
import type { Bitstreams, BitstreamsBitstream as Bitstream } from '../../../protocol/src/index.ts';
import type { Agent } from '../agent.ts';
import { fitting, isForAnother } from './fitting.ts';
import { Memory } from './memory.ts';

/** What flashing has come to. */
export type Job =
  | {
      readonly state: 'running';
      readonly file: string;
      readonly target: Target;
      readonly phase: Phase | 'fetch';
      readonly done: number;
      readonly total: number;
      /** Undefined while there is nothing to cancel yet, or once it is being cancelled. */
      readonly cancel: (() => void) | undefined;
    }
  | {
      readonly state: 'done';
      readonly file: string;
      readonly target: Target;
      readonly millis: number;
    }
  | { readonly state: 'failed'; readonly file: string; readonly error: FlashError };

/** A board that is plugged in, or was since the page was opened. */
export interface Shown {
  readonly key: string;
  readonly name: string;
  readonly board: Board;
  /** What the device may be; more than one where it doesn't say. */
  readonly choices: readonly Board[];
  readonly target: Target;
  readonly isPlugged: boolean;
  /** Others that look exactly the same are plugged in too. */
  readonly hasTwin: boolean;
  readonly job: Job | undefined;
}

/** Boards on this computer and bitstreams of the session, and bringing one onto the other. */
export class Boards {
  private readonly usb = (navigator as { usb?: USB }).usb;
  private readonly memory = new Memory(localStorage);
  private readonly devices = new Map<string, { devices: USBDevice[]; choices: Board[] }>();
  private readonly jobs = new Map<string, Job>();
  private readonly listeners = new Set<() => void>();
  /** Why no board can be connected, or why the last one wasn't. */
  trouble: FlashError | undefined;
  bitstreams: readonly Bitstream[] = [];

  constructor(private readonly agent: Agent) {}

  async start(): Promise<void> {
    this.agent.on('bitstreams/changed', ({ bitstreams }: Bitstreams) => {
      this.bitstreams = bitstreams;
      this.changed();
    });
    // a subscription ends with its socket
    this.agent.listen({
      connected: (connected) => {
        if (connected) void this.subscribe();
      },
    });
    this.usb?.addEventListener('connect', () => void this.look());
    this.usb?.addEventListener('disconnect', () => void this.look());
    addEventListener('beforeunload', (event) => {
      if (this.all.some(({ job }) => job?.state === 'running')) event.preventDefault();
    });
    if (this.usb === undefined) this.trouble = noWebUsb();
    await Promise.all([this.look(), this.subscribe()]);
  }

  /** Told of every change; gives what ends that. */
  onDidChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get canConnect(): boolean {
    return this.usb !== undefined;
  }

  /** The board that was used last in this browser. */
  get lastUsed(): string | undefined {
    return this.memory.last();
  }

  get all(): Shown[] {
    return [...this.devices].flatMap(([key, { devices, choices }]) => {
      const chosen = this.memory.of(key);
      const board = choices.find(({ id }) => id === chosen?.board) ?? choices[0];
      if (board === undefined) return [];
      const target = board.targets.find((it) => it === chosen?.target) ?? 'flash';
      return {
        key,
        name: board.name,
        board,
        choices,
        target,
        isPlugged: devices.length > 0,
        hasTwin: devices.length > 1,
        job: this.jobs.get(key),
      };
    });
  }

  /** Lets the person choose one; only shortly after they clicked. */
  async connect(): Promise<void> {
    if (this.usb === undefined) return;
    this.trouble = undefined;
    try {
      await this.usb.requestDevice({ filters: filters() });
    } catch (error) {
      this.trouble = notConnected(error);
    }
    await this.look();
  }

  /** Remembers what the person chose for a board. */
  choose({ key, board, target }: Shown, choice: { board?: Board; target?: Target }): void {
    const now = choice.board ?? board;
    this.memory.keep(key, { board: now.id, target: choice.target ?? target, name: now.name });
    this.jobs.delete(key);
    this.changed();
  }

  /** Where only one thing can be meant it is done, else the view asks. */
  async flashTheOne(): Promise<void> {
    const plugged = this.all.filter(({ isPlugged, hasTwin }) => isPlugged && !hasTwin);
    const [shown] = plugged;
    if (shown === undefined) {
      await this.connect();
      return;
    }
    const [bitstream] = fitting(shown.board, this.bitstreams);
    if (plugged.length > 1 || bitstream === undefined) return;
    if (!isForAnother(shown.board, bitstream)) await this.flash(shown, bitstream);
  }

  /** Never rejects: what becomes of it is in the board's job. */
  async flash(shown: Shown, bitstream: Bitstream): Promise<void> {
    const { key, board, target } = shown;
    const device = this.devices.get(key)?.devices[0];
    if (device === undefined || this.jobs.get(key)?.state === 'running') return;
    this.memory.keep(key, { board: board.id, target, name: board.name });
    const file = bitstream.path;
    const begun = performance.now();
    const running = { state: 'running', file, target, cancel: undefined } as const;
    try {
      this.put(key, { ...running, phase: 'fetch', done: 0, total: 0 });
      const image = await this.image(bitstream);
      let cancel: (() => void) | undefined;
      let last = { phase: 'open' as Phase, done: 0, total: 0 };
      const tell = () => {
        this.put(key, { ...running, ...last, cancel });
      };
      const flashing = startFlashing(device, board, target, image, (phase, done, total) => {
        last = { phase, done, total };
        tell();
      });
      cancel = () => {
        cancel = undefined;
        flashing.cancel();
        tell();
      };
      tell();
      await flashing.done;
      this.put(key, { state: 'done', file, target, millis: performance.now() - begun });
    } catch (error) {
      this.put(key, { state: 'failed', file, error: asFlashError(error) });
    }
  }

  /** The bytes that the list tells of, and no others. */
  async image(bitstream: Bitstream): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(await this.agent.bitstream(bitstream.id));
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
    if (hex !== bitstream.sha256) {
      throw new FlashError(
        'image.wrong',
        `${bitstream.path} did not arrive as it is in the workspace.`,
        'Flash again; the board was not touched.',
      );
    }
    return bytes;
  }

  /** Does something that may fail; then the view says so. */
  async told(run: () => Promise<void>): Promise<void> {
    this.trouble = undefined;
    try {
      await run();
    } catch (error) {
      this.trouble = asFlashError(error);
    }
    this.changed();
  }

  private async subscribe(): Promise<void> {
    try {
      this.bitstreams = (await this.agent.call<Bitstreams>('bitstreams/subscribe')).bitstreams;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'connection.lost') return; // asked again then
      this.trouble = new FlashError(
        'unexpected',
        `The list of bitstreams can’t be had: ${explain(error)}`,
        'Reload the page. If it stays so, end the session on the dashboard and open it again.',
        error,
      );
    }
    this.changed();
  }

  /** What is plugged in now; a board that went is still shown, so that one sees it come back. */
  private async look(): Promise<void> {
    const now = (await this.usb?.getDevices()) ?? [];
    for (const known of this.devices.values()) known.devices = [];
    for (const device of now) {
      const choices = candidates(device);
      if (choices.length === 0) continue;
      const key = keyOf(device);
      const known = this.devices.get(key);
      if (known === undefined) this.devices.set(key, { devices: [device], choices });
      else known.devices.push(device);
    }
    this.changed();
  }

  private put(key: string, job: Job): void {
    this.jobs.set(key, job);
    this.changed();
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}

function keyOf({ vendorId, productId, serialNumber }: USBDevice): string {
  return `${vendorId.toString(16)}:${productId.toString(16)}:${serialNumber ?? ''}`;
}

function noWebUsb(): FlashError {
  return isSecureContext
    ? new FlashError(
        'usb.missing',
        'This browser can’t reach boards: it has no WebUSB.',
        'Open this page in Chrome, Edge or another Chromium. Or download the bitstream below and write it with openFPGALoader or iceprog.',
      )
    : new FlashError(
        'usb.missing',
        'Boards can’t be reached from here: this page came over plain http.',
        'Open it by https or on localhost; who runs this server can set that up. Or download the bitstream below and write it with openFPGALoader or iceprog.',
      );
}

function notConnected(error: unknown): FlashError {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotFoundError') {
    return new FlashError(
      'usb.none',
      'No board was chosen.',
      'Is yours not in the browser’s list? Try another cable, some carry power only, and plug it into the computer itself. Then connect once more.',
      error,
    );
  }
  if (name === 'SecurityError') {
    return new FlashError(
      'usb.refused',
      'The browser doesn’t let this page use USB.',
      'Click the icon left of the address, allow USB devices there, and connect once more. On a managed computer its administrator decides that.',
      error,
    );
  }
  return new FlashError(
    'unexpected',
    `No board could be connected: ${explain(error)}`,
    'Reload the page and connect once more.',
    error,
  );
}

function asFlashError(error: unknown): FlashError {
  if (error instanceof FlashError) return error;
  if (error instanceof ApiError && error.status === 404) {
    return new FlashError(
      'image.wrong',
      'This bitstream was built anew or removed meanwhile.',
      'Flash again with what is in the list now; the board was not touched.',
      error,
    );
  }
  return new FlashError(
    'unexpected',
    `The bitstream could not be fetched: ${explain(error)}`,
    'Flash again when the connection is back; the board was not touched.',
    error,
  );
}
