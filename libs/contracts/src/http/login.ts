import { IsIn, IsInt, IsString, MaxLength, MinLength } from 'class-validator';

export const ROLES = ['viewer', 'operator', 'admin'] as const;

/** Each role may do all that the ones before it may. */
export type Role = (typeof ROLES)[number];

export class Login {
  @IsString() @MinLength(1) @MaxLength(128) username: string;
  @IsString() @MinLength(1) @MaxLength(1024) password: string;
}

export class AccessToken {
  @IsString() access_token: string;
  /** Seconds. */
  @IsInt() expires_in: number;
  @IsString() token_type: 'Bearer';
  @IsIn(ROLES) role: Role;
}
