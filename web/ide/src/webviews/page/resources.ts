// Runs in the page that frames a webview's content: asks the workbench for the files that the
// content names, and puts their bytes in place of the addresses. VS Code has a service worker for
// this; but browsers that block third-party cookies refuse one to a frame of another site.

/** What `Webview.asWebviewUri` makes of a file: `https://{scheme}+{authority}.{this}/{path}`. */
const RESOURCES = '.vscode-resource.vscode-cdn.net';

/** How an extension's policy names them. */
const SOURCE = /https:\/\/\*\.vscode-cdn\.net/g;

const INITIAL = 'data-initial-md-content';

const ADDRESSED = [
  ['img[src], source[src], video[src], audio[src], script[src]', 'src'],
  ['video[poster]', 'poster'],
  ['link[rel=stylesheet][href]', 'href'],
] as const;

export interface Request {
  readonly id: number;
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
  readonly ifNoneMatch?: string;
}

export interface Answer {
  readonly id: number;
  readonly status: number;
  readonly mime?: string;
  readonly etag?: string;
  /** Missing in Safari, where the bytes come in messages of their own. */
  readonly stream?: ReadableStream<Uint8Array>;
}

interface Loaded {
  readonly address: string;
  readonly etag: string | undefined;
}

interface Waiting {
  readonly done: (answer: Answer, content: Blob | undefined) => void;
  answer?: Answer;
  readonly parts: BlobPart[];
}

export class Resources {
  private readonly known = new Map<string, Promise<Loaded | undefined>>();
  private readonly waiting = new Map<number, Waiting>();
  private order: Promise<unknown> = Promise.resolve();
  private last = 0;
  private base = document.baseURI;

  constructor(private readonly ask: (request: Request) => void) {}

  /** A whole document: what was loaded before is looked at again. */
  inDocument(html: string): Promise<string> {
    const content = new DOMParser().parseFromString(html, 'text/html');
    this.base = content.baseURI;
    return this.placed(content, (url) => this.fresh(url));
  }

  /** A message to the content, after all earlier ones; the Markdown preview sends new text as HTML. */
  inMessage(message: unknown): Promise<unknown> {
    const update = message as { readonly type?: unknown; readonly content?: unknown } | null;
    const placed =
      typeof update === 'object' &&
      update?.type === 'updateContent' &&
      typeof update.content === 'string'
        ? this.placed(
            brought(update.content),
            (url) => this.known.get(url) ?? this.fresh(url),
          ).then((content) => ({ ...update, content }))
        : Promise.resolve(message);
    const next = this.order.then(() => placed);
    this.order = next.catch(() => undefined);
    return next;
  }

  answered(answer: Answer): void {
    const waiting = this.waiting.get(answer.id);
    if (waiting === undefined) return;
    waiting.answer = answer;
    if (answer.status === 200 && answer.stream === undefined) return;
    this.waiting.delete(answer.id);
    if (answer.stream === undefined) {
      waiting.done(answer, undefined);
      return;
    }
    new Response(answer.stream).blob().then(
      (content) => {
        waiting.done(answer, content);
      },
      () => {
        waiting.done({ ...answer, status: 404 }, undefined);
      },
    );
  }

  part(id: number, data: Uint8Array<ArrayBuffer>): void {
    this.waiting.get(id)?.parts.push(data);
  }

  ended(id: number, failed: boolean): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (waiting?.answer === undefined) return;
    const answer = failed ? { ...waiting.answer, status: 404 } : waiting.answer;
    waiting.done(answer, new Blob(waiting.parts));
  }

  private async placed(
    content: Document,
    load: (url: string) => Promise<Loaded | undefined>,
  ): Promise<string> {
    for (const policy of content.querySelectorAll('meta[http-equiv=Content-Security-Policy]')) {
      policy.setAttribute(
        'content',
        (policy.getAttribute('content') ?? '').replace(SOURCE, 'blob:'),
      );
    }
    const all: Promise<void>[] = [];
    // the Markdown preview brings its first text along as HTML in an attribute
    for (const element of content.querySelectorAll(`meta[${INITIAL}]`)) {
      const html = element.getAttribute(INITIAL) ?? '';
      all.push(
        this.placed(brought(html), load).then((placed) => {
          element.setAttribute(INITIAL, placed);
        }),
      );
    }
    for (const [selector, attribute] of ADDRESSED) {
      for (const element of content.querySelectorAll(selector)) {
        const url = resource(element.getAttribute(attribute) ?? '', this.base);
        if (url === undefined) continue;
        all.push(
          load(url).then((loaded) => {
            if (loaded === undefined) element.removeAttribute(attribute);
            else element.setAttribute(attribute, loaded.address);
          }),
        );
      }
    }
    for (const element of content.querySelectorAll('[srcset]')) {
      const candidates = (element.getAttribute('srcset') ?? '').split(/,\s+/).map(async (each) => {
        const [address = '', ...size] = each.trim().split(/\s+/);
        const url = resource(address, this.base);
        const loaded = url === undefined ? { address } : await load(url);
        return loaded === undefined ? [] : [[loaded.address, ...size].join(' ')];
      });
      all.push(
        Promise.all(candidates).then((placed) => {
          element.setAttribute('srcset', placed.flat().join(', '));
        }),
      );
    }
    await Promise.all(all);
    return '<!DOCTYPE html>\n' + content.documentElement.outerHTML;
  }

  private fresh(url: string): Promise<Loaded | undefined> {
    const before = this.known.get(url) ?? Promise.resolve(undefined);
    const loading = before.then((known) => this.load(new URL(url), known));
    this.known.set(url, loading);
    return loading;
  }

  private load(url: URL, known: Loaded | undefined): Promise<Loaded | undefined> {
    const place = url.hostname.slice(0, -RESOURCES.length);
    const plus = place.indexOf('+');
    const id = ++this.last;
    return new Promise((resolve) => {
      const done = (answer: Answer, content: Blob | undefined) => {
        if (answer.status === 304) {
          resolve(known);
          return;
        }
        if (known !== undefined) URL.revokeObjectURL(known.address);
        const typed = content?.slice(0, content.size, answer.mime ?? '');
        resolve(
          typed === undefined
            ? undefined
            : { address: URL.createObjectURL(typed), etag: answer.etag },
        );
      };
      this.waiting.set(id, { done, parts: [] });
      this.ask({
        id,
        scheme: place.slice(0, plus),
        authority: place.slice(plus + 1),
        path: url.pathname,
        query: url.search.slice(1),
        ...(known?.etag === undefined ? {} : { ifNoneMatch: known.etag }),
      });
    });
  }
}

/** What a repository brings: it sends its reader nowhere, and moves no address. */
function brought(html: string): Document {
  const content = new DOMParser().parseFromString(html, 'text/html');
  for (const element of content.querySelectorAll('meta, base')) element.remove();
  return content;
}

function resource(address: string, base: string): string | undefined {
  const url = URL.parse(address, base);
  return url?.protocol === 'https:' && url.hostname.endsWith(RESOURCES) ? url.href : undefined;
}
