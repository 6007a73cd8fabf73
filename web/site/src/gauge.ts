import type { Telemetry } from '../../protocol/src/index.ts';
import { element } from './dom.ts';
import { bytes } from './words.ts';

const KEPT = 60;
const SVG = 'http://www.w3.org/2000/svg';

/** A figure with the line of its last minute. */
class Trace {
  readonly figure = element('span', {}, '–');
  private readonly line = document.createElementNS(SVG, 'polyline');
  private readonly shares: number[] = [];
  readonly part: HTMLElement;

  constructor(name: string) {
    const graph = document.createElementNS(SVG, 'svg');
    graph.setAttribute('viewBox', `0 0 ${KEPT - 1} 100`);
    graph.setAttribute('preserveAspectRatio', 'none');
    graph.setAttribute('aria-hidden', 'true');
    graph.append(this.line);
    this.part = element('div', {}, element('dt', {}, name), element('dd', {}, this.figure, graph));
  }

  /** Adds a share of the limit, 0 to 1. */
  add(share: number, text: string): void {
    this.figure.textContent = text;
    this.shares.push(Math.min(1, Math.max(0, share)));
    if (this.shares.length > KEPT) this.shares.shift();
    const first = KEPT - this.shares.length;
    const points = this.shares.map((one, i) => `${first + i},${(100 - one * 98).toFixed(1)}`);
    this.line.setAttribute('points', points.join(' '));
  }
}

/** CPU and memory of one session. */
export class Gauge {
  private readonly cpu = new Trace('CPU');
  private readonly memory = new Trace('Memory');
  readonly part = element('dl', { class: 'meters' }, this.cpu.part, this.memory.part);

  show(sample: Telemetry): void {
    const cores = Math.max(1, sample.cpuLimitPercent / 100);
    const share = sample.cpuPercent / (100 * cores);
    this.cpu.add(share, `${Math.round(share * 100)} % of ${coresText(cores)}`);
    this.memory.add(
      sample.memory / sample.memoryLimit,
      `${bytes(sample.memory)} of ${bytes(sample.memoryLimit)}`,
    );
  }
}

function coresText(cores: number): string {
  return cores === 1 ? '1 core' : `${Number(cores.toFixed(1))} cores`;
}
