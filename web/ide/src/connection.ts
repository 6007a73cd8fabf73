import { ApiError, api, unreachable } from '../../common/src/api.ts';
import type { RestSession } from '../../protocol/src/index.ts';
import type { Agent } from './agent.ts';
import { pause } from './tunnel.ts';
import type { UnsavedTexts } from './unsaved/unsavedTexts.ts';

/** A blip is not worth a word. */
const QUIET_MILLIS = 1_000;
const ASK_MILLIS = 2_000;
const MOVED_MILLIS = 12_000;
const ENDED = ['saving', 'destroyed', 'failed'];

/** Says calmly, without taking the keyboard, that the connection is lost, why, and that it is back. */
export class Connection {
  private readonly place = document.createElement('div');
  private lostAt: Date | undefined;
  private claim: string | null | undefined;

  constructor(
    agent: Agent,
    private readonly session: RestSession,
    private readonly texts: UnsavedTexts,
  ) {
    this.claim = session.claim;
    this.place.id = 'connection';
    this.place.setAttribute('role', 'status');
    this.place.hidden = true;
    // inside the workbench, where the theme's colours are known
    (document.querySelector('.monaco-workbench') ?? document.body).append(this.place);
    agent.listen({
      connected: (connected) => {
        if (connected) void this.back();
        else void this.lost();
      },
    });
  }

  private async lost(): Promise<void> {
    if (this.lostAt !== undefined) return;
    const lostAt = new Date();
    this.lostAt = lostAt;
    await pause(QUIET_MILLIS);
    while (this.lostAt === lostAt) {
      const ended = await this.explain(lostAt);
      if (ended) return;
      await pause(ASK_MILLIS);
    }
  }

  /** Says what is known of the reason; true when there is nothing left to wait for. */
  private async explain(lostAt: Date): Promise<boolean> {
    const since = lostAt.toLocaleTimeString();
    const kept = 'Go on working: what you type is kept in this window and sent when it is back.';
    let now: RestSession;
    try {
      now = await Promise.race([this.ask(), silence()]);
    } catch (error) {
      if (this.lostAt !== lostAt) return true;
      if (error instanceof ApiError && error.status === 401) {
        const login = `/login?next=${encodeURIComponent(location.pathname)}`;
        this.show(`You were signed out. ${kept}`, ['Sign in in another tab', login]);
      } else if (error instanceof ApiError && error.status === 404) return this.ended();
      else this.show(`No connection since ${since}. ${kept}`);
      return false;
    }
    if (this.lostAt !== lostAt) return true;
    if (ENDED.includes(now.state)) return this.ended();
    if (now.state === 'starting' || now.state === 'queued')
      this.show(`Your session goes on in another container, since ${since}. ${kept}`);
    else this.show(`No connection to the workspace since ${since}. ${kept}`);
    return false;
  }

  private ask(): Promise<RestSession> {
    return api<RestSession>('GET', `/sessions/${this.session.id}`);
  }

  private ended(): true {
    const unsent = this.texts.unsent().map(({ name }) => name);
    this.place.classList.add('ended');
    this.show(
      unsent.length === 0
        ? 'This session was ended elsewhere. Your work is saved.'
        : `This session was ended elsewhere. Its work is saved, but for what you typed here since: copy it from ${unsent.join(', ')} before you leave.`,
      ['Open the project again from the dashboard', '/dashboard'],
    );
    return true;
  }

  private async back(): Promise<void> {
    this.lostAt = undefined;
    this.place.hidden = true;
    const now = await this.ask().catch(() => undefined);
    if (now === undefined || now.claim === this.claim) return;
    this.claim = now.claim;
    this.show(
      'Your session goes on in another container. Files are as they were; terminals are new.',
    );
    const said = this.place.textContent;
    await pause(MOVED_MILLIS);
    if (this.place.textContent === said) this.place.hidden = true;
  }

  private show(text: string, link?: [text: string, href: string]): void {
    const said = link === undefined ? text : text + ' ';
    if (!this.place.hidden && this.place.dataset['said'] === said) return;
    this.place.dataset['said'] = said;
    this.place.textContent = said;
    if (link !== undefined) {
      const anchor = document.createElement('a');
      [anchor.textContent, anchor.href] = link;
      if (link[1].startsWith('/login')) anchor.target = '_blank';
      this.place.append(anchor);
    }
    this.place.hidden = false;
  }
}

async function silence(): Promise<never> {
  await pause(ASK_MILLIS);
  throw unreachable();
}
