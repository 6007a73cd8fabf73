import { explain } from '../../common/src/messages.ts';

/** The element with this id; the page was built with it. */
export function byId<E extends HTMLElement>(id: string, kind: new () => E): E {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return element;
}

/** A new element with text or children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function showProblem(error: unknown): void {
  const place = byId('problem', HTMLElement);
  place.textContent = sentence(explain(error));
  place.hidden = false;
  place.scrollIntoView({ block: 'nearest' });
}

/** As the server's messages are parts of sentences. */
function sentence(text: string): string {
  const end = /[.!?…]$/.test(text) ? '' : '.';
  return text.charAt(0).toUpperCase() + text.slice(1) + end;
}

/** Says what was done. */
export function say(text: string): void {
  const place = byId('said', HTMLElement);
  place.textContent = text;
  place.hidden = false;
  place.scrollIntoView({ block: 'nearest' });
}

/** Sends a form once at a time; an error stays in the page beside it. */
export function onSubmit(form: HTMLFormElement, send: (data: FormData) => Promise<void>): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void busy(form, () => send(new FormData(form)));
  });
}

/** Runs an action with the buttons of a part of the page disabled. */
export async function busy(within: HTMLElement, action: () => Promise<void>): Promise<void> {
  const buttons = [...within.querySelectorAll('button')];
  for (const button of buttons) button.disabled = true;
  within.setAttribute('aria-busy', 'true');
  byId('problem', HTMLElement).hidden = true;
  try {
    await action();
  } catch (error) {
    showProblem(error);
  } finally {
    for (const button of buttons) button.disabled = false;
    within.removeAttribute('aria-busy');
  }
}

/** The text of a field, without white space around it. */
export function text(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** The text of a field to the letter. */
export function secret(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}
