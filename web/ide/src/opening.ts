import { ApiError, api } from '../../common/src/api.ts';
import type { RestSession } from '../../protocol/src/index.ts';
import { Agent } from './agent.ts';
import { apartOrigins } from './webviews/ask.ts';
import { askPreferences } from './preferences/store.ts';
import { pause, Tunnel } from './tunnel.ts';

const POLL_MILLIS = 500;
const WAITING = ['queued', 'starting'];

/** What is asked for while the workbench's scripts are still on their way. */
export type Opening = Awaited<ReturnType<typeof prepare>>;

export async function prepare(id: string) {
  const session = await ready(id);
  const asked = askPreferences(session.project);
  const tunnel = new Tunnel(session.id);
  const agent = new Agent(tunnel);
  const [root, left, origins] = await Promise.all([
    agent.list(''),
    agent.terminals(),
    apartOrigins(session.id),
  ]);
  return { session, tunnel, agent, root, left, origins, preferences: { asked } };
}

/** Waits until the session can be worked in. */
async function ready(id: string): Promise<RestSession> {
  for (;;) {
    const session = await api<RestSession>('GET', `/sessions/${id}`);
    if (session.state === 'queued')
      say(`Waiting for a free machine: place ${session.queuePosition ?? 1}`);
    else if (session.state === 'starting') say('Laying out your workspace');
    else if (session.state === 'failed')
      throw new ApiError(0, 'failed', session.reason ?? 'The session failed.');
    else if (session.state === 'destroyed' || session.state === 'saving') {
      throw new ApiError(
        0,
        'session.gone',
        'This session has ended; your work is saved. Open the project again from the dashboard.',
      );
    } else return session;
    if (WAITING.includes(session.state)) await pause(POLL_MILLIS);
  }
}

export function say(text: string, final = false): void {
  const place = document.getElementById('opening-text');
  if (place === null) return;
  place.textContent = text;
  if (!final) return;
  const back = document.createElement('a');
  back.href = '/dashboard';
  back.textContent = 'Back to the dashboard';
  place.append(document.createElement('br'), back);
}
