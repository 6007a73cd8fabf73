import './boards.css';
import type { BitstreamsBitstream as Bitstream } from '../../../protocol/src/index.ts';
import { BoardCard } from './boardCard.ts';
import type { Boards } from './boards.ts';
import { fill, h, icon, save } from './dom.ts';
import { ago, boardName, fpgaName, origin } from './fitting.ts';
import { troubleBox } from './troubleBox.ts';

const AGES_MILLIS = 30_000;

/** The side bar's view: boards on this computer, and what was built. */
export class BoardsView {
  private readonly root = h('div', { class: 'joy-boards' });
  private readonly list = h('div', { class: 'cards' });
  private readonly connect = h('div', { class: 'connect' });
  private readonly built = h('section', { class: 'built', 'aria-label': 'Built' });
  private readonly cards = new Map<string, BoardCard>();
  private readonly ending: (() => void)[] = [];

  constructor(
    container: HTMLElement,
    private readonly boards: Boards,
  ) {
    this.root.append(this.list, this.connect, this.built);
    container.append(this.root);
    const ages = setInterval(() => {
      this.update();
    }, AGES_MILLIS);
    this.ending.push(
      boards.onDidChange(() => {
        this.update();
      }),
      () => {
        clearInterval(ages);
      },
    );
    this.update();
  }

  dispose(): void {
    for (const end of this.ending) end();
    this.root.remove();
  }

  private update(): void {
    const all = this.boards.all;
    for (const shown of all) {
      let card = this.cards.get(shown.key);
      if (card === undefined) {
        card = new BoardCard(this.boards);
        this.cards.set(shown.key, card);
        this.list.append(card.element);
      }
      card.update(shown);
    }
    this.showConnect(all.length > 0);
    this.showBuilt();
  }

  private showConnect(some: boolean): void {
    const { trouble, canConnect, lastUsed } = this.boards;
    const state = JSON.stringify([some, canConnect, lastUsed, trouble?.message]);
    fill(this.connect, state, () => [
      some || !canConnect
        ? undefined
        : h(
            'div',
            { class: 'empty' },
            h('span', { class: 'chip large' }, icon('circuit-board')),
            h(
              'p',
              {},
              lastUsed === undefined
                ? 'Plug a board into this computer, then let this page use it.'
                : `Plug in your ${lastUsed}: it appears here by itself. Or connect another board.`,
            ),
          ),
      canConnect
        ? h(
            'button',
            {
              class: some ? 'button secondary' : 'button',
              click: () => void this.boards.connect(),
            },
            icon('plug'),
            some ? 'Connect another board…' : 'Connect a board…',
          )
        : undefined,
      trouble === undefined ? undefined : troubleBox(trouble),
    ]);
  }

  private showBuilt(): void {
    const now = Date.now();
    const rows = this.boards.bitstreams.map((it) => ({ it, age: ago(it.builtAt, now) }));
    fill(this.built, JSON.stringify(rows), () => [
      h('h2', {}, 'Built'),
      rows.length === 0
        ? h('p', { class: 'detail' }, 'Nothing yet. Run ', h('code', {}, 'make'), ' in a terminal.')
        : h('ul', {}, ...rows.map(({ it, age }) => this.row(it, age))),
    ]);
  }

  private row(bitstream: Bitstream, age: string): HTMLElement {
    const { path, device, board, size, sha256, clean } = bitstream;
    const detail = [boardName(board) ?? fpgaName(device), origin(bitstream), age].join(' · ');
    const title = [
      `${path}: ${fpgaName(device)}, ${size.toLocaleString('en')} bytes`,
      `SHA-256 ${sha256}`,
      bitstream.commit === undefined
        ? 'Nobody saw what it was built from'
        : `Commit ${bitstream.commit}${clean === true ? '' : ', and changes that were not committed'}`,
    ].join('\n');
    return h(
      'li',
      { title },
      icon('file-binary'),
      h('div', {}, h('span', { class: 'path' }, path), h('span', { class: 'detail' }, detail)),
      h(
        'button',
        {
          class: 'copy',
          title: 'Download',
          'aria-label': `Download ${path}`,
          click: () => void this.download(bitstream),
        },
        icon('desktop-download'),
      ),
    );
  }

  private async download(bitstream: Bitstream): Promise<void> {
    await this.boards.told(async () => {
      save(bitstream.path.split('/').at(-1) ?? 'bitstream.bin', await this.boards.image(bitstream));
    });
  }
}
