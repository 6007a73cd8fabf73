import { api } from '../../common/src/api.ts';
import type {
  ContentsChange,
  RestMe,
  RestProject,
  RestVisibility,
} from '../../protocol/src/index.ts';
import { copyable } from './copy.ts';
import { ask } from './dialog.ts';
import { busy, byId, element, say } from './dom.ts';
import { openProject } from './sessions.ts';

const WHO: Readonly<Record<RestVisibility, string>> = {
  private: 'Private: it looks missing to everybody but you.',
  public: 'Public: everybody who reaches this server can read and clone it, without signing in.',
};

/** A project's name, what to do with it, and what its owner may change. */
export function showProject(
  project: RestProject,
  me: RestMe | undefined,
  ref: () => string | undefined,
): void {
  const name = `${project.owner}/${project.name}`;
  byId('title', HTMLElement).replaceChildren(
    element('span', {}, `${project.owner} / `),
    project.name,
    ' ',
    element('span', { class: 'badge' }, project.visibility),
  );
  byId('description', HTMLElement).textContent = project.description ?? '';
  byId('clone', HTMLElement).replaceChildren(
    copyable(`git clone ${project.cloneUrl}`, 'The command to clone it'),
  );
  const actions = byId('actions', HTMLElement);
  actions.replaceChildren();
  if (me === undefined) {
    const next = encodeURIComponent('/' + name);
    const words = 'Sign in to open it';
    actions.append(element('a', { class: 'button', href: `/login?next=${next}` }, words));
    return;
  }
  const open = element('button', { type: 'button' }, 'Open');
  open.addEventListener('click', () => void busy(actions, () => openProject(name, branch(ref()))));
  actions.append(open);
  if (project.owner === me.name) {
    showSettings(project, (changed) => {
      showProject(changed, me, ref);
    });
  }
}

/** A session works on a branch; on an old commit it would have nowhere to push. */
function branch(ref: string | undefined): string | undefined {
  return ref !== undefined && /^[0-9a-f]{40}$/.test(ref) ? undefined : ref;
}

function showSettings(project: RestProject, show: (changed: RestProject) => void): void {
  byId('settings', HTMLElement).hidden = false;
  const place = byId('visibility', HTMLElement);
  const other: RestVisibility = project.visibility === 'private' ? 'public' : 'private';
  const button = element('button', { type: 'button', class: 'quiet small' }, `Make it ${other}`);
  button.addEventListener('click', () => void change());
  place.replaceChildren(element('p', { class: 'hint' }, WHO[project.visibility]), button);

  async function change(): Promise<void> {
    const sure = await ask({
      title: `Make ${project.name} ${other}?`,
      text: WHO[other],
      action: `Make it ${other}`,
    });
    if (!sure) return;
    await busy(place, async () => {
      const wanted: ContentsChange = { visibility: other };
      show(await api('PATCH', `/projects/${project.owner}/${project.name}`, wanted));
      say(`${project.name} is ${other} now.`);
    });
  }
}
