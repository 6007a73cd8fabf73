// Which bitstreams are for which board, in words.
import { type Board, boards } from '../../../flash/src/boards.ts';
import type { BitstreamsBitstream as Bitstream } from '../../../protocol/src/index.ts';

const FPGAS: Readonly<Record<string, string>> = {
  '384': 'iCE40 LP384',
  '1k': 'iCE40 HX1K',
  '5k': 'iCE40 UP5K',
  '8k': 'iCE40 HX8K',
  lm4k: 'iCE5LP4K',
  u4k: 'iCE5LP4K',
};

export function fpgaName(device: string): string {
  return FPGAS[device] ?? device.toUpperCase();
}

export function boardName(id: string | undefined): string | undefined {
  return boards.find((board) => board.id === id)?.name;
}

/** Newest first, and first of all those that were built for this very board. */
export function fitting(board: Board, all: readonly Bitstream[]): Bitstream[] {
  const fits = all.filter(({ device }) => device === board.fpga);
  return [
    ...fits.filter((it) => !isForAnother(board, it)),
    ...fits.filter((it) => isForAnother(board, it)),
  ];
}

/** The FPGA is the same, but the project says that another board's pins are meant. */
export function isForAnother(board: Board, bitstream: Bitstream): boolean {
  return bitstream.board !== undefined && bitstream.board !== board.id;
}

/** Why nothing that was built can go onto a board; undefined while nothing is built. */
export function whyNone(board: Board, all: readonly Bitstream[]): string | undefined {
  const [newest] = all;
  if (newest === undefined || fitting(board, all).length > 0) return undefined;
  const others = boards.filter(({ fpga }) => fpga === newest.device).map(({ name }) => name);
  const where = others.length === 0 ? '' : `, as on ${list(others)}`;
  return `${newest.path} is for an ${fpgaName(newest.device)}${where}. The ${board.name} has an ${fpgaName(board.fpga)}: nothing was written.`;
}

function list(names: string[]): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

export function ago(time: number, now: number): string {
  for (const [unit, millis] of UNITS) {
    if (now - time >= millis) {
      return new Intl.RelativeTimeFormat('en').format(-Math.floor((now - time) / millis), unit);
    }
  }
  return 'just now';
}

/** Where it comes from: the commit, and whether that is all. */
export function origin({ commit, clean }: Bitstream): string {
  if (commit === undefined) return 'commit unknown';
  return clean === true ? commit.slice(0, 7) : `${commit.slice(0, 7)} + changes`;
}
