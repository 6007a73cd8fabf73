import { api } from '../../common/src/api.ts';
import type { RestProject, RestSession } from '../../protocol/src/index.ts';
import { busy, byId, element, say, showProblem } from './dom.ts';
import { account, showNav } from './nav.ts';
import { listenForNew, showTemplates } from './newProject.ts';
import { openProject, SessionList } from './sessions.ts';
import { ago, isOpen } from './words.ts';

const REFRESH_MILLIS = 5_000;
/** Fewer are seen at a glance. */
const MANY = 6;

const list = byId('projects', HTMLUListElement);
const search = byId('search', HTMLInputElement);
const sort = byId('sort', HTMLSelectElement);
const sessionList = new SessionList(() => void refresh());
let projects: readonly RestProject[] = [];
let sessions: readonly RestSession[] = [];

function item(project: RestProject): HTMLLIElement {
  const name = `${project.owner}/${project.name}`;
  const open = sessions.some((session) => session.project === name && isOpen(session));
  const button = element('button', { type: 'button', class: 'small' }, 'Open');
  const made = element(
    'li',
    {},
    element(
      'div',
      { class: 'what' },
      element('h3', {}, element('a', { href: '/' + name }, project.name)),
      element('p', { class: 'hint' }, about(project)),
    ),
    element(
      'div',
      { class: 'row' },
      ...(project.visibility === 'public' ? [element('span', { class: 'badge' }, 'public')] : []),
      open ? element('span', { class: 'badge' }, 'running') : button,
    ),
  );
  button.addEventListener('click', () => void busy(made, () => openProject(name)));
  return made;
}

function about(project: RestProject): string {
  const when =
    project.pushed == null ? `made ${ago(project.created)}` : `pushed ${ago(project.pushed)}`;
  return project.description == null ? when : `${project.description} · ${when}`;
}

function matching(): readonly RestProject[] {
  const words = search.value.toLowerCase().split(/\s+/);
  const found = projects.filter((project) => {
    const text = `${project.name} ${project.description ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const touched = (project: RestProject) => project.pushed ?? project.created;
  return sort.value === 'recent'
    ? found.toSorted((a, b) => touched(b).localeCompare(touched(a)))
    : found.toSorted((a, b) => a.name.localeCompare(b.name));
}

function showProjects(): void {
  const found = matching();
  list.replaceChildren(...found.map(item));
  byId('all', HTMLElement).hidden = projects.length === 0;
  byId('empty', HTMLElement).hidden = projects.length > 0;
  byId('to-new', HTMLElement).hidden = projects.length === 0;
  byId('tools', HTMLElement).hidden = projects.length < MANY;
  byId('none-found', HTMLElement).hidden = projects.length === 0 || found.length > 0;
}

async function load(): Promise<void> {
  [projects, sessions] = await Promise.all([
    api<readonly RestProject[]>('GET', '/projects'),
    api<readonly RestSession[]>('GET', '/sessions'),
  ]);
  sessionList.show(sessions);
  showProjects();
}

/** Sessions come and go in other tabs; the list of projects is redrawn only if one did. */
async function refresh(): Promise<void> {
  const before = running();
  sessions = await api<readonly RestSession[]>('GET', '/sessions');
  sessionList.show(sessions);
  if (running() !== before) showProjects();
}

function running(): string {
  return sessions
    .filter(isOpen)
    .map((session) => session.project)
    .sort()
    .join();
}

search.addEventListener('input', showProjects);
sort.addEventListener('change', showProjects);
const templates = showTemplates();
listenForNew(templates, async (made) => {
  await load();
  say(`${made.name} is ready. Open it to start working.`);
  list.querySelector<HTMLElement>(`a[href="/${made.owner}/${made.name}"]`)?.focus();
});
setInterval(() => {
  if (!document.hidden) refresh().catch(() => undefined); // the next one may get through
}, REFRESH_MILLIS);

try {
  const me = await account();
  if (me === undefined) location.assign('/login?next=/dashboard');
  showNav(me);
  await Promise.all([templates, load()]);
} catch (error) {
  showProblem(error);
}
