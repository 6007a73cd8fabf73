// Fetch, pull, push: with progress once they take long, and a way to stop them.
import { agrees, type Bench, type Register } from './commandSet.ts';

/** Shorter ones end before a notification could be read. */
const SHOW_AFTER_MILLIS = 600;

type Method = 'fetch' | 'pull' | 'push';

const DOING: Record<Method, string> = {
  fetch: 'Fetching',
  pull: 'Pulling',
  push: 'Pushing',
};

export function registerTransferCommands(bench: Bench, register: Register): void {
  const { api, repository } = bench;
  register('git.fetch', () => transfer(bench, 'fetch'));
  register('git.pull', async () => {
    await api.workspace.saveAll(false);
    await transfer(bench, 'pull');
  });
  register('git.push', () => transfer(bench, 'push'));
  register('git.sync', async () => {
    const status = repository.status;
    if (status?.upstream !== undefined) {
      await api.workspace.saveAll(false);
      await transfer(bench, 'pull');
    } else {
      const question = `Publish the branch ${status?.branch ?? ''}?`;
      const detail = 'It is pushed to the remote for the first time, and follows its twin there.';
      if (!(await agrees(api, question, detail, 'Publish'))) return;
    }
    if (status?.upstream === undefined || (repository.status?.ahead ?? 0) > 0)
      await transfer(bench, 'push');
  });
}

async function transfer({ api, repository }: Bench, method: Method): Promise<void> {
  let report: (message: string, percent: number | undefined) => void = () => undefined;
  let cancel: () => void = () => undefined;
  const work = repository.transfer(
    method,
    ({ text, percent }) => {
      report(text, percent);
    },
    (how) => (cancel = how),
  );
  const timer = setTimeout(() => {
    const options = {
      location: api.ProgressLocation.Notification,
      title: DOING[method],
      cancellable: true,
    };
    void api.window.withProgress(options, async (progress, token) => {
      token.onCancellationRequested(cancel);
      report = (message) => {
        progress.report({ message });
      };
      await work.catch(() => undefined); // whoever asked for it is told
    });
  }, SHOW_AFTER_MILLIS);
  try {
    await work;
  } finally {
    clearTimeout(timer);
  }
}
