import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTENING = '0A';

/** Who listens on a port, as "process 123 (node apps/…)"; undefined when the system does not tell us. */
export function portHolder(port: number): string | undefined {
  return process.platform === 'linux' ? holderFromProc(port) : holderFromLsof(port);
}

function holderFromProc(port: number): string | undefined {
  const sockets = new Set([...listeningSockets('tcp', port), ...listeningSockets('tcp6', port)]);
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && holdsOneOf(name, sockets));
  if (!pid) return undefined;
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  return `process ${pid} (${command.slice(0, 100)})`;
}

/** Names of the sockets that listen on the port, as /proc/<pid>/fd calls them. */
function listeningSockets(table: 'tcp' | 'tcp6', port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  let lines: string[];
  try {
    lines = readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1);
  } catch {
    return [];
  }
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(wanted) && state === LISTENING)
    .map((fields) => `socket:[${fields[9]}]`);
}

function holdsOneOf(pid: string, sockets: ReadonlySet<string>): boolean {
  try {
    const files = `/proc/${pid}/fd`;
    return readdirSync(files).some((file) => sockets.has(readlinkSync(`${files}/${file}`)));
  } catch {
    // Another user's process, or one that has just ended.
    return false;
  }
}

function holderFromLsof(port: number): string | undefined {
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {
    encoding: 'utf8',
  });
  const [, pid, name] = /^p(\d+)\nc(.*)$/m.exec(stdout ?? '') ?? [];
  return pid ? `process ${pid} (${name})` : undefined;
}
