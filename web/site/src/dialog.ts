import { element } from './dom.ts';

export interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button that goes on says. */
  readonly action: string;
  readonly danger?: boolean;
  /** What has to be typed before it goes on. */
  readonly typed?: string;
}

let count = 0;

/** Asks before something that can't be taken back; false for Escape and Cancel. */
export function ask(question: Question): Promise<boolean> {
  const title = `dialog-${++count}`;
  const go = element(
    'button',
    { value: 'go', ...(question.danger === true ? { class: 'danger' } : {}) },
    question.action,
  );
  const form = element(
    'form',
    { method: 'dialog' },
    element('h2', { id: title }, question.title),
    element('p', {}, question.text),
  );
  const cancel = element('button', { value: '', class: 'quiet', formnovalidate: '' }, 'Cancel');
  if (question.typed !== undefined) form.append(typing(question.typed, go));
  form.append(element('div', { class: 'row' }, cancel, go));
  const dialog = element('dialog', { 'aria-labelledby': title }, form);
  document.body.append(dialog);
  dialog.showModal();
  if (question.typed === undefined) cancel.focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'go');
    });
  });
}

function typing(wanted: string, go: HTMLButtonElement): HTMLLabelElement {
  const field = element('input', { autocomplete: 'off', spellcheck: 'false', autofocus: '' });
  const allow = () => {
    go.disabled = field.value.trim() !== wanted;
  };
  field.addEventListener('input', allow);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && go.disabled) event.preventDefault();
  });
  allow();
  return element('label', {}, `Type ${wanted} to go on`, field);
}
