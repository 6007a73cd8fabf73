import { limits } from '../../protocol/src/index.ts';

interface Piece {
  readonly bytes: number;
  readonly characters: number;
}

/**
 * Turns the characters a terminal has drawn into the bytes the agent counts, and acknowledges them
 * in steps: the agent stops reading the pty when too much is on its way.
 */
export class Acknowledgements {
  private pieces: Piece[] = [];
  private characters = 0;
  private bytes = 0;

  constructor(private readonly acknowledge: (bytes: number) => void) {}

  reset(): void {
    this.pieces = [];
    this.characters = 0;
    this.bytes = 0;
  }

  received(bytes: number, characters: number): void {
    this.pieces.push({ bytes, characters });
  }

  consumed(characters: number): void {
    this.characters += characters;
    for (
      let first = this.pieces[0];
      first !== undefined && first.characters <= this.characters;
      first = this.pieces[0]
    ) {
      this.pieces.shift();
      this.characters -= first.characters;
      this.bytes += first.bytes;
    }
    if (this.bytes >= limits.terminalAck || this.pieces.length === 0) this.flush();
  }

  private flush(): void {
    if (this.bytes === 0) return;
    this.acknowledge(this.bytes);
    this.bytes = 0;
  }
}
