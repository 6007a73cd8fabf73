import { api } from '../../common/src/api.ts';
import type {
  RestMe,
  RestNewProject,
  RestNewSession,
  RestProject,
  RestSession,
  RestTemplate,
} from '../../protocol/src/index.ts';
import { busy, byId, element, onSubmit, showProblem, text } from './dom.ts';

const list = byId('projects', HTMLUListElement);
const form = byId('new', HTMLFormElement);

async function open(project: RestProject): Promise<void> {
  const wanted: RestNewSession = { project: `${project.owner}/${project.name}` };
  const session = await api<RestSession>('POST', '/sessions', wanted);
  location.assign(`/ide/${session.id}`);
}

function card(project: RestProject, session: RestSession | undefined): HTMLLIElement {
  const button = element('button', {}, session === undefined ? 'Open' : 'Return');
  const item = element(
    'li',
    { class: 'card' },
    element('h3', {}, project.name),
    element('p', { class: 'hint' }, project.description ?? `by ${project.owner}`),
    element('code', { class: 'clone' }, `git clone ${project.cloneUrl}`),
    element(
      'p',
      { class: 'row' },
      button,
      ...(session === undefined ? [] : [element('span', { class: 'state' }, session.state)]),
    ),
  );
  button.addEventListener('click', () => void busy(item, () => open(project)));
  return item;
}

function running(sessions: readonly RestSession[], project: RestProject): RestSession | undefined {
  const name = `${project.owner}/${project.name}`;
  const over = ['destroyed', 'failed', 'saving'];
  return sessions.find((session) => session.project === name && !over.includes(session.state));
}

async function show(): Promise<void> {
  const [projects, sessions] = await Promise.all([
    api<readonly RestProject[]>('GET', '/projects'),
    api<readonly RestSession[]>('GET', '/sessions'),
  ]);
  list.replaceChildren(...projects.map((project) => card(project, running(sessions, project))));
  if (projects.length === 0) {
    list.append(element('li', { class: 'hint' }, 'No project yet. Make the first one below.'));
  }
}

async function showAccount(): Promise<void> {
  const me = await api<RestMe>('GET', '/me');
  const leave = element('button', { class: 'quiet', type: 'button' }, 'Log out');
  const nav = byId('nav', HTMLElement);
  leave.addEventListener(
    'click',
    () =>
      void busy(nav, async () => {
        await api('POST', '/logout', { endSessions: true });
        location.assign('/');
      }),
  );
  nav.append(element('span', {}, me.displayName), leave);
}

async function showTemplates(): Promise<void> {
  const templates = await api<readonly RestTemplate[]>('GET', '/templates');
  const options = templates.map((one) => element('option', { value: one.id }, one.title));
  byId('templates', HTMLSelectElement).append(
    ...options,
    element('option', { value: '' }, 'Empty repository'),
  );
}

onSubmit(form, async (data) => {
  const template = text(data, 'template');
  const wanted: RestNewProject = {
    name: text(data, 'name'),
    ...(template === '' ? {} : { template }),
  };
  await api<RestProject>('POST', '/projects', wanted);
  form.reset();
  await show();
});

try {
  await Promise.all([showAccount(), showTemplates(), show()]);
} catch (error) {
  showProblem(error);
}
