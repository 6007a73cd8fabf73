import { element } from './dom.ts';

const TOLD_MILLIS = 2_000;

/** Some text to copy, with the button that does. */
export function copyable(value: string, what: string): HTMLElement {
  const code = element('code', { tabindex: '0', 'aria-label': what }, value);
  const button = element('button', { type: 'button', class: 'quiet small' }, 'Copy');
  button.addEventListener('click', () => {
    void copy(value, code).then((done) => {
      button.textContent = done ? 'Copied' : 'Press Ctrl+C';
      setTimeout(() => (button.textContent = 'Copy'), TOLD_MILLIS);
    });
  });
  return element('div', { class: 'copy' }, code, button);
}

/** Without TLS there is no clipboard for pages but on localhost: then the text is selected. */
async function copy(value: string, code: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    getSelection()?.selectAllChildren(code);
    return false;
  }
}
