import type { RestSession } from '../../protocol/src/index.ts';

const STEPS: readonly [number, Intl.RelativeTimeFormatUnit][] = [
  [60, 'second'],
  [60, 'minute'],
  [24, 'hour'],
  [30, 'day'],
  [12, 'month'],
  [Infinity, 'year'],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long ago, or until when: “3 hours ago”. */
export function ago(when: string, now = Date.now()): string {
  let value = (Date.parse(when) - now) / 1000;
  if (Math.abs(value) < 45) return 'just now';
  for (const [size, unit] of STEPS) {
    if (Math.abs(value) < size) return relative.format(Math.round(value), unit);
    value /= size;
  }
  return when;
}

/** Bytes with a unit that suits them, in powers of 1024. */
export function bytes(count: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** What a session does, in words. */
export function stateOf(session: RestSession): string {
  switch (session.state) {
    case 'queued':
      return session.queuePosition == null
        ? 'waiting for a free sandbox'
        : `waiting for a free sandbox, place ${session.queuePosition}`;
    case 'starting':
      return 'starting';
    case 'active':
      return 'running';
    case 'dormant':
      return 'nobody connected; kept as it is';
    case 'saving':
      return 'saving your work';
    case 'destroyed':
      return 'over, everything saved';
    case 'failed':
      return session.reason ?? 'failed';
  }
}

/** Whether there is something to go back to. */
export function isOpen(session: RestSession): boolean {
  return ['queued', 'starting', 'active', 'dormant'].includes(session.state);
}
