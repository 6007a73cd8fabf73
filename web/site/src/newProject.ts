import { api } from '../../common/src/api.ts';
import type { RestNewProject, RestProject, RestTemplate } from '../../protocol/src/index.ts';
import { byId, element, onSubmit, text } from './dom.ts';
import empty from '../pictures/empty.svg';
import icebreaker from '../pictures/icebreaker.svg';

const pictures: Readonly<Record<string, string>> = { iCEBreaker: icebreaker };

function choice(value: string, title: string, words: string, picture: string): HTMLElement {
  return element(
    'label',
    { class: 'choice' },
    element('input', { type: 'radio', name: 'template', value }),
    element('img', { src: picture, alt: '', width: '240', height: '150' }),
    element('span', {}, element('b', {}, title), words),
  );
}

export async function showTemplates(): Promise<void> {
  const templates = await api<readonly RestTemplate[]>('GET', '/templates');
  const choices = templates.map((one) =>
    choice(one.id, one.title, one.description, pictures[one.board] ?? empty),
  );
  choices.push(choice('', 'Empty repository', 'Push what you have already.', empty));
  byId('templates', HTMLElement).append(...choices);
  const first = choices[0]?.querySelector('input');
  if (first != null) first.checked = true;
}

/** @param templates when they are shown: who is quicker gets the first of them, as all others */
export function listenForNew(
  templates: Promise<void>,
  made: (project: RestProject) => Promise<void>,
): void {
  const form = byId('new-form', HTMLFormElement);
  onSubmit(form, async (data) => {
    await templates;
    const template =
      form.querySelector<HTMLInputElement>('input[name=template]:checked')?.value ?? '';
    const wanted: RestNewProject = {
      name: text(data, 'name'),
      ...(template === '' ? {} : { template }),
    };
    const project = await api<RestProject>('POST', '/projects', wanted);
    form.reset();
    const first = form.querySelector<HTMLInputElement>('input[type=radio]');
    if (first !== null) first.checked = true;
    await made(project);
  });
}
