import { ApiError, api } from '../../common/src/api.ts';
import type { RestMe, RestSession } from '../../protocol/src/index.ts';
import { ask } from './dialog.ts';
import { byId, element, showProblem } from './dom.ts';

/** Who is signed in; undefined for a visitor. */
export async function account(): Promise<RestMe | undefined> {
  try {
    return await api<RestMe>('GET', '/me');
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return undefined;
    throw error;
  }
}

/** Fills the bar at the top, for a person or a visitor. */
export function showNav(me: RestMe | undefined): void {
  const nav = byId('nav', HTMLElement);
  if (me === undefined) {
    if (location.pathname !== '/login') nav.append(link('/login', 'Sign in'));
    return;
  }
  const leave = element('button', { class: 'plain', type: 'button' }, 'Log out');
  leave.addEventListener('click', () => {
    leave.disabled = true;
    logOut()
      .catch(showProblem)
      .finally(() => (leave.disabled = false));
  });
  nav.append(link('/dashboard', 'Projects'), link('/account', me.displayName), leave);
}

function link(path: string, text: string): HTMLAnchorElement {
  const made = element('a', { href: path }, text);
  if (location.pathname === path) made.setAttribute('aria-current', 'page');
  return made;
}

/** Sessions that nobody else has open end with the log-in; whoever leaves is told which. */
async function logOut(): Promise<void> {
  const ending = await api<readonly RestSession[]>('GET', '/logout');
  if (ending.length > 0) {
    const names = ending.map((session) => session.project).join(', ');
    const sure = await ask({
      title: ending.length === 1 ? 'Log out and end a session?' : 'Log out and end sessions?',
      text: `What you have in ${names} is saved first. Programs that run there are stopped.`,
      action: 'End and log out',
    });
    if (!sure) return;
  }
  await api('POST', '/logout', { endSessions: true });
  location.assign('/');
}
