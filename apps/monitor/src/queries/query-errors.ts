import type { FieldProblem } from '@celerity/contracts';
import { RpcException } from '@nestjs/microservices';

/** The question itself is wrong: asking again will not help. */
export function badRequest({ field, message }: FieldProblem): RpcException {
  return new RpcException({ code: 'bad_request', field, message });
}

/** The answer would not be true yet: ask again. */
export function notProjected(): RpcException {
  return new RpcException({ code: 'not_projected', message: 'not projected yet' });
}
