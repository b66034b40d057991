import { readdirSync, readFileSync } from 'node:fs';

/** Kernel clock ticks are a hundredth of a second on every Linux that we meet. */
const TICK_US = 10_000;

interface Process {
  readonly parent: number;
  readonly cpuUs: number;
}

/**
 * CPU time in microseconds that these processes and all below them have used, with what their ended children used;
 * NaN where there is no /proc.
 */
export function cpuUsOf(roots: readonly number[]): number {
  const processes = allProcesses();
  const inTree = treeOf(roots, processes);
  if (inTree.size === 0) return Number.NaN;
  return [...inTree].reduce((sum, pid) => sum + (processes.get(pid)?.cpuUs ?? 0), 0);
}

/** Resident memory in MB of a process and all below it; pages that they share count for each. */
export function residentMbOf(root: number): number {
  const inTree = treeOf([root], allProcesses());
  return [...inTree].reduce((sum, pid) => sum + residentOf(pid), 0);
}

function treeOf(roots: readonly number[], processes: ReadonlyMap<number, Process>): Set<number> {
  const tree = new Set(roots.filter((pid) => processes.has(pid)));
  for (let size = -1; size !== tree.size;) {
    size = tree.size;
    for (const [pid, { parent }] of processes) if (tree.has(parent)) tree.add(pid);
  }
  return tree;
}

function allProcesses(): Map<number, Process> {
  const found = new Map<number, Process>();
  for (const name of entriesOf('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = textOf(`/proc/${name}/stat`);
    if (stat === '') continue;
    // The command name may hold spaces and brackets: the fields begin after the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
    found.set(Number(name), { parent: Number(fields[1]), cpuUs: ticks * TICK_US });
  }
  return found;
}

function residentOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0) / 1_024;
}

function entriesOf(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
