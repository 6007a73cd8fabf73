type Child = Node | string | undefined;
type Properties = Record<string, string | boolean | ((event: Event) => void) | undefined>;

/** An element. Properties that are functions listen to the event of that name. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, '');
    else if (typeof value === 'string') made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export function icon(name: string): HTMLElement {
  return h('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });
}

/** Replaces what is in an element, unless that would be the same: so nothing loses the focus. */
export function fill(element: HTMLElement, state: string, make: () => Child[]): void {
  if (element.dataset['state'] === state) return;
  element.dataset['state'] = state;
  element.replaceChildren(...make().filter((child) => child !== undefined));
}

/** Saves a text as a file of the person's. */
export function save(name: string, content: BlobPart): void {
  const address = URL.createObjectURL(new Blob([content]));
  const link = h('a', { href: address, download: name });
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}
