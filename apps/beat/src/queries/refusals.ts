import type { BeatRefusal, FieldProblem } from '@celerity/contracts';
import { RpcException } from '@nestjs/microservices';

function refusal(reason: BeatRefusal): RpcException {
  return new RpcException(reason);
}

/** What was asked for cannot be; each bad field is named. */
export function invalid(problems: readonly FieldProblem[]): RpcException {
  return refusal({ code: 'invalid', problems });
}

export function unknownSchedule(id: string): RpcException {
  return refusal({ code: 'unknown_schedule', message: `There is no schedule ${id}.` });
}

export function alreadyThere(id: string): RpcException {
  return refusal({ code: 'exists', message: `There is a schedule ${id} already.` });
}

export function otherVersion(id: string, version: number): RpcException {
  return refusal({
    code: 'version_conflict',
    message: `Schedule ${id} was changed meanwhile: it has version ${version} now.`,
  });
}

export function notWaiting(taskId: string): RpcException {
  return refusal({ code: 'not_waiting', message: `Task ${taskId} does not wait for a time.` });
}
