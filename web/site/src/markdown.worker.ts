import { marked } from 'marked';

// The page may read no file and no network from here; what comes out is sanitised there.
marked.use({
  gfm: true,
  renderer: { checkbox: ({ checked }) => (checked ? '☑ ' : '☐ ') },
});

addEventListener('message', ({ data }: MessageEvent<string>) => {
  postMessage(marked.parse(data, { async: false }));
});
