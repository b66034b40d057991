import { SetMetadata } from '@nestjs/common';

/** Metadata key of a handler's action in the audit log; `null` for what is told elsewhere. */
export const AUDITED_AS = 'celerity:audited-as';

/** What an audited route records: an action, the path parameter it concerns, and fields of the body that are no secret. */
export interface AuditedAs {
  readonly action: string;
  readonly target?: string;
  readonly fields?: readonly string[];
}

/** Says how a change is recorded in the audit log. Without it, it is recorded by controller and method. */
export function Audited(action: string, fields: readonly string[] = [], target?: string): MethodDecorator {
  return SetMetadata(AUDITED_AS, {
    action,
    fields,
    ...(target === undefined ? {} : { target }),
  } satisfies AuditedAs);
}

/** The change is told elsewhere: who sent a task stands in the journal. */
export function NotAudited(): MethodDecorator {
  return SetMetadata(AUDITED_AS, null);
}
