import { api } from '../../common/src/api.ts';
import type { RestSession } from '../../protocol/src/index.ts';
import { ask } from './dialog.ts';
import { busy, byId, element } from './dom.ts';
import { Gauge } from './gauge.ts';
import { Meter } from './meter.ts';
import { ago, isOpen, stateOf } from './words.ts';

/** A browser has six connections to a server at HTTP/1.1; streams must leave some. */
const MOST_STREAMS = 2;
const OVER_STAYS_MILLIS = 60_000;

/** One session's card, kept while the list around it changes. */
class Card {
  readonly part = element('li', { class: 'card session' });
  private readonly gauge = new Gauge();
  private readonly state = element('p', { class: 'state' });
  private readonly actions = element('div', { class: 'row' });
  private readonly notice = element('p', { class: 'hint' });
  private meter: Meter | undefined;
  private shown = '';

  constructor(
    private session: RestSession,
    private readonly changed: () => void,
  ) {
    this.part.append(
      element('h3', {}, session.project),
      this.state,
      this.notice,
      this.gauge.part,
      this.actions,
    );
    this.show(session);
  }

  show(session: RestSession): void {
    this.session = session;
    this.state.className = 'state ' + session.state;
    this.state.textContent = `${stateOf(session)} · ${session.ref} · opened ${ago(session.created)}`;
    this.notice.textContent = session.notice ?? '';
    this.notice.hidden = session.notice == null;
    this.gauge.part.hidden = session.state !== 'active';
    this.meet();
    if (this.shown !== session.state) this.showActions();
    this.shown = session.state;
  }

  /** Measures only what somebody can see. */
  meet(): void {
    const wanted = this.session.state === 'active' && !document.hidden;
    if (!wanted) {
      this.meter?.close();
      this.meter = undefined;
    } else {
      this.meter ??= new Meter(this.session.id, (sample) => {
        this.gauge.show(sample);
      });
    }
  }

  gone(): void {
    this.meter?.close();
    this.part.remove();
  }

  private showActions(): void {
    this.actions.replaceChildren();
    if (!isOpen(this.session)) {
      this.actions.hidden = true;
      return;
    }
    const back = element('button', { type: 'button', class: 'small' }, 'Return');
    back.addEventListener('click', () => {
      location.assign(`/ide/${this.session.id}`);
    });
    const end = element('button', { type: 'button', class: 'small quiet' }, 'End session');
    end.addEventListener('click', () => void this.end());
    this.actions.append(back, end);
  }

  private async end(): Promise<void> {
    const sure = await ask({
      title: `End the session of ${this.session.project}?`,
      text: 'Your work is saved first, and is there when you open the project again. Programs that run in it are stopped.',
      action: 'End session',
    });
    if (!sure) return;
    await busy(this.part, async () => {
      this.show(await api<RestSession>('DELETE', `/sessions/${this.session.id}`));
      this.changed();
    });
  }
}

/** The sessions that run, live. */
export class SessionList {
  private readonly cards = new Map<string, Card>();
  private readonly streams = new Map<string, EventSource>();
  private readonly list = byId('sessions', HTMLUListElement);
  private readonly place = byId('running', HTMLElement);

  constructor(private readonly changed: () => void) {
    document.addEventListener('visibilitychange', () => {
      for (const card of this.cards.values()) card.meet();
    });
    addEventListener('pagehide', () => {
      for (const id of [...this.cards.keys()]) this.drop(id);
    });
  }

  show(sessions: readonly RestSession[]): void {
    const shown = sessions.filter(isWorthShowing);
    const ids = new Set(shown.map((session) => session.id));
    for (const id of [...this.cards.keys()]) if (!ids.has(id)) this.drop(id);
    for (const session of shown) this.showOne(session);
    this.place.hidden = shown.length === 0;
  }

  private showOne(session: RestSession): void {
    const known = this.cards.get(session.id);
    if (known === undefined) {
      const card = new Card(session, this.changed);
      this.cards.set(session.id, card);
      this.list.append(card.part);
    } else {
      known.show(session);
    }
    if (isOnItsWay(session)) this.follow(session.id);
    else this.leave(session.id);
  }

  /** A state that soon ends is followed as it happens; the others are asked for now and then. */
  private follow(id: string): void {
    if (this.streams.has(id) || this.streams.size >= MOST_STREAMS) return;
    const stream = new EventSource(`/api/v1/sessions/${id}/events`);
    this.streams.set(id, stream);
    stream.addEventListener('session', (event: MessageEvent<string>) => {
      const session = JSON.parse(event.data) as RestSession;
      this.cards.get(id)?.show(session);
      if (!isOnItsWay(session)) {
        this.leave(id);
        this.changed();
      }
    });
    stream.onerror = () => {
      this.leave(id);
    };
  }

  private leave(id: string): void {
    this.streams.get(id)?.close();
    this.streams.delete(id);
  }

  private drop(id: string): void {
    this.leave(id);
    this.cards.get(id)?.gone();
    this.cards.delete(id);
  }
}

function isOnItsWay(session: RestSession): boolean {
  return ['queued', 'starting', 'saving'].includes(session.state);
}

function isWorthShowing(session: RestSession): boolean {
  if (isOpen(session) || session.state === 'saving') return true;
  const young = Date.now() - Date.parse(session.created) < OVER_STAYS_MILLIS;
  return session.state === 'failed' && young;
}

/** Opens a project's session, or goes back to the one there is. */
export async function openProject(project: string, ref?: string): Promise<void> {
  const session = await api<RestSession>('POST', '/sessions', {
    project,
    ...(ref === undefined ? {} : { ref }),
  });
  location.assign(`/ide/${session.id}`);
}
