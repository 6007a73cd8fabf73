import type { Job } from './boards.ts';
import { fill, h } from './dom.ts';

type Running = Extract<Job, { state: 'running' }>;

/** Each phase's share of the bar: where it begins and where it ends. */
const SHARES: Readonly<Record<Running['phase'], [number, number]>> = {
  fetch: [0, 0.02],
  open: [0.02, 0.04],
  erase: [0.04, 0.3],
  program: [0.3, 0.75],
  verify: [0.75, 0.98],
  start: [0.98, 1],
};

const NAMES: Readonly<Record<Running['phase'], string>> = {
  fetch: 'Fetching the bitstream',
  open: 'Opening the board',
  erase: 'Erasing',
  program: 'Writing',
  verify: 'Verifying',
  start: 'Starting the FPGA',
};

/** How far it is, from 0 to 1. */
export function fraction({ phase, done, total }: Running): number {
  const [from, to] = SHARES[phase];
  return from + (to - from) * (total > 0 ? Math.min(1, done / total) : 0);
}

/** Shows a bar with its phase; the bar moves, the button stays where it is. */
export function progressBar(place: HTMLElement, job: Running): void {
  fill(place, `running ${String(job.cancel !== undefined)}`, () => [
    h('progress', { max: '1', 'aria-label': 'Flashing' }),
    h(
      'div',
      { class: 'under' },
      h('span', { class: 'phase', role: 'status' }),
      h(
        'button',
        {
          class: 'button secondary',
          disabled: job.cancel === undefined,
          click: () => job.cancel?.(),
        },
        'Cancel',
      ),
    ),
  ]);
  const bar = place.querySelector('progress');
  if (bar !== null) bar.value = fraction(job);
  const phase = place.querySelector('.phase');
  if (phase !== null && phase.textContent !== NAMES[job.phase]) {
    phase.textContent = NAMES[job.phase];
  }
}
