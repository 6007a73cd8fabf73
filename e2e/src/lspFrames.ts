import type { Page } from 'playwright-core';

interface Message {
  readonly id?: number;
  readonly method?: string;
}

/** What the language servers of a page were asked, and what they answered. */
export class LspFrames {
  private sockets = 0;
  private readonly asked: [number, Message, string][] = [];
  private readonly told: [number, Message, string][] = [];

  constructor(page: Page, language: string) {
    page.on('websocket', (socket) => {
      if (!socket.url().endsWith(`/lsp/${language}`)) return;
      // each server counts its requests anew
      const turn = ++this.sockets;
      socket.on('framesent', ({ payload }) => this.keep(this.asked, turn, payload.toString()));
      socket.on('framereceived', ({ payload }) => this.keep(this.told, turn, payload.toString()));
    });
  }

  private keep(list: [number, Message, string][], turn: number, frame: string): void {
    list.push([turn, JSON.parse(frame) as Message, frame]);
  }

  /** The answers to all requests of a method. */
  answers(method: string): string[] {
    const requests = this.asked.filter(([, message]) => message.method === method);
    const ids = new Set(requests.map(([turn, { id }]) => `${turn} ${id}`));
    return this.told
      .filter(([turn, { id, method: kind }]) => kind === undefined && ids.has(`${turn} ${id}`))
      .map(([, , frame]) => frame);
  }
}
