import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { GatewayConfig } from '../config/gateway-config.js';
import { keepAdminPassword } from './admin-password-file.js';
import { PasswordHashing } from './password-hashing.js';
import { type User, UsersRepository } from './users.repository.js';

const USERNAME = 'admin';

/** At the very first start, when there is no user yet, makes one who can make the others. */
@Injectable()
export class FirstAdmin implements OnModuleInit {
  private readonly logger = new Logger('FirstAdmin');

  constructor(
    private readonly config: GatewayConfig,
    private readonly users: UsersRepository,
    private readonly passwords: PasswordHashing,
  ) {}

  /** Before any request is taken; the migrations have run. */
  async onModuleInit(): Promise<void> {
    await this.users.createFirst(() => this.make());
  }

  private async make(): Promise<User> {
    const password = this.config.CELERITY_ADMIN_PASSWORD ?? (await this.generate());
    return { username: USERNAME, password_hash: await this.passwords.hash(password), role: 'admin' };
  }

  private async generate(): Promise<string> {
    const password = randomBytes(18).toString('base64url');
    // Kept before the user is: a crash between the two makes a new one, instead of a user nobody can be.
    const file = await keepAdminPassword(this.config.CELERITY_HOME, password);
    this.logger.warn(
      `first start: user "${USERNAME}" has the password ${password} (shown once, kept in ${file})`,
    );
    return password;
  }
}
