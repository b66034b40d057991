import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IsInstant } from './is-instant.js';
import { type Role, ROLES } from './login.js';

/** What every API key begins with, so that it can be told from a JWT, and found where it should not be. */
export const API_KEY_PREFIX = 'ck_';

/** Names of users and API keys. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._@-]*$/u;
const nameRule = { message: '$property must begin with a letter or digit and have only those, . _ @ and -' };

/** Body of `POST /api/core/users`. */
export class NewUser {
  @IsString() @MaxLength(64) @Matches(NAME, nameRule) username: string;
  @IsString() @MinLength(12) @MaxLength(1024) password: string;
  @IsIn(ROLES) role: Role;
}

/** Body of `PATCH /api/core/users/{username}`: what is not named stays. */
export class UserChanges {
  @IsOptional() @IsIn(ROLES) role?: Role;
  @IsOptional() @IsString() @MinLength(12) @MaxLength(1024) password?: string;
  /** True: may not log in. */
  @IsOptional() @IsBoolean() disabled?: boolean;
}

/** Query of the list of users. */
export class UserFilter {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit?: number;
  @IsOptional() @IsString() @MaxLength(64) cursor?: string;
}

/** A user as the API shows it. */
export class UserView {
  @IsString() username: string;
  @IsIn(ROLES) role: Role;
  @IsBoolean() disabled: boolean;
  @IsISO8601() created_at: string;
}

export class UserPage {
  @IsInt() count: number;
  @ValidateNested({ each: true }) @Type(() => UserView) results: UserView[];
  @IsOptional() @IsString() next_cursor: string | null;
}

/** Body of `POST /api/core/api-keys`. */
export class NewApiKey {
  /** What it is for; no two keys that are valid have the same. */
  @IsString() @MaxLength(64) @Matches(NAME, nameRule) name: string;
  @IsIn(ROLES) role: Role;
  /** Without it, the key is valid until it is revoked. */
  @IsOptional() @IsInstant() expires_at?: string | null;
}

/** Query of the list of API keys. */
export class ApiKeyFilter {
  /** `true`: also those that were revoked. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  revoked?: boolean;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit?: number;
  @IsOptional() @IsUUID() cursor?: string;
}

/** An API key as the API shows it: all but the key. */
export class ApiKeyView {
  @IsString() id: string;
  @IsString() name: string;
  @IsIn(ROLES) role: Role;
  @IsString() created_by: string;
  @IsISO8601() created_at: string;
  @IsOptional() @IsISO8601() expires_at: string | null;
  /** To within a minute. */
  @IsOptional() @IsISO8601() last_used_at: string | null;
  @IsOptional() @IsISO8601() revoked_at: string | null;
}

/** Answer to the creation of an API key: the only one that has the key in it. */
export class ApiKeyCreated extends ApiKeyView {
  @IsString() key: string;
}

export class ApiKeyPage {
  @IsInt() count: number;
  @ValidateNested({ each: true }) @Type(() => ApiKeyView) results: ApiKeyView[];
  @IsOptional() @IsString() next_cursor: string | null;
}

/** Query of the audit log. */
export class AuditFilter {
  @IsOptional() @IsString() @MaxLength(128) actor?: string;
  /** Such as `users.create`, or `users` for all of these. */
  @IsOptional() @IsString() @MaxLength(64) action?: string;
  @IsOptional() @IsString() @MaxLength(256) target?: string;
  @IsOptional() @IsISO8601({ strict: true }) since?: string;
  @IsOptional() @IsISO8601({ strict: true }) until?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit?: number;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) cursor?: number;
}

/** Something that somebody did, or tried. */
export class AuditEntryView {
  @IsInt() id: number;
  @IsISO8601() at: string;
  /** Name of a user, or `api-key:` and the name of a key. */
  @IsString() actor: string;
  /** Resource and verb, such as `users.create` or `login`. */
  @IsString() action: string;
  @IsOptional() @IsString() target: string | null;
  /** HTTP status of the answer: below 400 it was done. */
  @IsInt() status: number;
  @IsOptional() @IsString() address: string | null;
  @IsOptional() @IsString() request_id: string | null;
  /** What was asked for, without secrets. */
  @IsOptional() @IsObject() details: object | null;
}

export class AuditPage {
  @ValidateNested({ each: true }) @Type(() => AuditEntryView) results: AuditEntryView[];
  @IsOptional() @IsInt() next_cursor: number | null;
}
