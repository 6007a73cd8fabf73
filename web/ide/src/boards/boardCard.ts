import type { Target } from '../../../flash/src/boards.ts';
import type { BitstreamsBitstream as Bitstream } from '../../../protocol/src/index.ts';
import type { Boards, Job, Shown } from './boards.ts';
import { fill, h, icon } from './dom.ts';
import { ago, boardName, fitting, fpgaName, isForAnother, origin, whyNone } from './fitting.ts';
import { progressBar } from './progress.ts';
import { troubleBox } from './troubleBox.ts';

const TARGETS: Readonly<Record<Target, [string, string]>> = {
  flash: ['Flash', 'Stays on the board without power'],
  sram: ['SRAM', 'Quick; gone when the power goes'],
};

/** One board: what it is, what goes onto it, and how that goes. */
export class BoardCard {
  readonly element = h('article', { class: 'card' });
  private readonly head = h('header');
  private readonly choice = h('div', { class: 'choice' });
  private readonly notice = h('div');
  private readonly action = h('div', { class: 'action' });
  private readonly outcome = h('div');
  /** What the person picked; else the first that fits. */
  private picked: string | undefined;

  constructor(private readonly boards: Boards) {
    this.element.append(this.head, this.choice, this.notice, this.action, this.outcome);
  }

  update(shown: Shown): void {
    const { board, job } = shown;
    const all = this.boards.bitstreams;
    const fits = fitting(board, all);
    const bitstream = fits.find(({ path }) => path === this.picked) ?? fits[0];
    const busy = job?.state === 'running';
    this.element.setAttribute('aria-label', shown.name);
    this.element.classList.toggle('unplugged', !shown.isPlugged);
    this.showHead(shown);
    this.showChoice(shown, fits, bitstream, busy);
    this.showNotice(shown, bitstream);
    fill(this.action, JSON.stringify([busy, shown, bitstream?.id]), () => [
      busy ? undefined : this.flashButton(shown, bitstream),
    ]);
    this.showOutcome(job, shown);
  }

  private showHead({ board, name, isPlugged, choices, key }: Shown): void {
    fill(this.head, JSON.stringify([key, board.id, isPlugged]), () => [
      h('span', { class: 'chip' }, icon('circuit-board')),
      h(
        'div',
        {},
        h('h3', {}, name),
        h(
          'p',
          { class: 'detail' },
          h('span', { class: isPlugged ? 'dot on' : 'dot' }),
          `${fpgaName(board.fpga)} · ${isPlugged ? 'plugged in' : 'unplugged'}`,
        ),
        choices.length > 1
          ? this.boardChoice(
              key,
              choices.map(({ id }) => id),
              board.id,
            )
          : undefined,
      ),
    ]);
  }

  /** A bridge that doesn't say which board it is on. */
  private boardChoice(key: string, ids: string[], chosen: string): HTMLElement {
    const options = ids.map((id) =>
      h('option', { value: id, selected: id === chosen }, boardName(id) ?? id),
    );
    const select = h(
      'select',
      {
        change: () => {
          const shown = this.boards.all.find((each) => each.key === key);
          const board = shown?.choices.find(({ id }) => id === select.value);
          if (shown !== undefined && board !== undefined) this.boards.choose(shown, { board });
        },
      },
      ...options,
    );
    return h('label', { class: 'which' }, 'It doesn’t say which it is:', select);
  }

  private showChoice(
    shown: Shown,
    fits: readonly Bitstream[],
    bitstream: Bitstream | undefined,
    busy: boolean,
  ): void {
    const { board, target, key } = shown;
    const now = Date.now();
    const titles = fits.map((it) => `${it.path} · ${ago(it.builtAt, now)} · ${origin(it)}`);
    const state = JSON.stringify([titles, bitstream?.id, board.id, target, busy, key]);
    fill(this.choice, state, () => {
      if (bitstream === undefined) return [];
      const select = h(
        'select',
        {
          disabled: busy,
          change: () => {
            this.picked = select.value;
            this.boards.choose(shown, {});
          },
        },
        ...fits.map(({ path, id }, i) =>
          h('option', { value: path, selected: id === bitstream.id }, titles[i]),
        ),
      );
      const targets = board.targets.map((each) => {
        const [name, title] = TARGETS[each];
        return h(
          'label',
          { title },
          h('input', {
            type: 'radio',
            name: `target-${key}`,
            value: each,
            checked: each === target,
            disabled: busy,
            change: () => {
              this.boards.choose(shown, { target: each });
            },
          }),
          h('span', {}, name),
        );
      });
      return [
        h('label', {}, h('span', { class: 'name' }, 'Bitstream'), select),
        targets.length < 2
          ? undefined
          : h(
              'fieldset',
              {},
              h('legend', { class: 'name' }, 'Into'),
              h('div', { class: 'targets' }, ...targets),
              h('span', { class: 'detail' }, TARGETS[target][1]),
            ),
      ];
    });
  }

  private showNotice(shown: Shown, bitstream: Bitstream | undefined): void {
    const text = this.notes(shown, bitstream);
    fill(this.notice, text ?? '', () =>
      text === undefined
        ? []
        : [h('div', { class: 'box calm', role: 'status' }, icon('info'), h('p', {}, text))],
    );
  }

  /** What stands between this board and its bitstream, if anything does. */
  private notes(shown: Shown, bitstream: Bitstream | undefined): string | undefined {
    const { board, hasTwin, isPlugged, job } = shown;
    if (hasTwin) {
      return 'Two boards are plugged in that look exactly the same. Unplug the one you do not want to flash.';
    }
    if (!isPlugged) {
      return job?.state === 'failed' && job.error.trouble === 'usb.gone'
        ? undefined // that says it already
        : 'Plug it in again and go on. If it doesn’t come back by itself, connect it below.';
    }
    if (bitstream === undefined) {
      return (
        whyNone(board, this.boards.bitstreams) ??
        'Nothing is built yet: run make in a terminal, and the bitstream appears here.'
      );
    }
    if (!isForAnother(board, bitstream)) return undefined;
    const other = boardName(bitstream.board) ?? 'other board';
    return `${bitstream.path} was built for the ${other}: the FPGA is the same, its pins are not. Build it with the pin file of the ${board.name}.`;
  }

  private flashButton(shown: Shown, bitstream: Bitstream | undefined): HTMLElement | undefined {
    if (bitstream === undefined || !shown.isPlugged || shown.hasTwin) return undefined;
    const another = isForAnother(shown.board, bitstream);
    const title = `Write ${bitstream.path} to the ${shown.name}`;
    return h(
      'button',
      {
        class: another ? 'button secondary' : 'button',
        title,
        click: () => void this.boards.flash(shown, bitstream),
      },
      icon('zap'),
      another ? 'Flash all the same' : 'Flash',
    );
  }

  private showOutcome(job: Job | undefined, { name }: Shown): void {
    if (job?.state === 'running') {
      progressBar(this.outcome, job);
      return;
    }
    fill(this.outcome, JSON.stringify(job ?? null), () => {
      if (job === undefined) return [];
      if (job.state === 'failed') return [troubleBox(job.error)];
      const where = job.target === 'sram' ? 'runs from SRAM' : 'is written and verified';
      const text = `${job.file} ${where}; the ${name} has started it. ${(job.millis / 1000).toFixed(1)} s`;
      return [h('div', { class: 'box good', role: 'status' }, icon('pass'), h('p', {}, text))];
    });
  }
}
