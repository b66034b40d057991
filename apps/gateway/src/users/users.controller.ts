import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { NewUser, UserChanges, UserFilter, UserPage, UserView } from '@celerity/contracts';
import { Requires } from '../auth/access-rule.js';
import { CurrentPrincipal, type Principal } from '../auth/principal.js';
import { Audited } from '../audit/audited.decorator.js';
import { Answer, ProblemAnswers, QueryOf, Summary } from '../openapi/route-docs.js';
import { UserAccounts } from './user-accounts.js';
import { nothingToChange, ownAccount } from './user-problems.js';

/** People who log in with a password. */
@ApiTags('access')
@Requires('admin')
@Controller('api/core/users')
export class UsersController {
  constructor(private readonly users: UserAccounts) {}

  @Get()
  @Summary('List users', 'By name.')
  @QueryOf(UserFilter)
  @Answer(200, 'A page; `next_cursor` leads to the next one.', UserPage)
  @ProblemAnswers(400, 503)
  list(@Query() filter: UserFilter): Promise<UserPage> {
    return this.users.page(filter);
  }

  @Post()
  @Audited('users.create', ['username', 'role'], 'username')
  @Summary('Create a user', 'Passwords have at least 12 characters, and are stored hashed.')
  @Answer(201, 'The user.', UserView)
  @ProblemAnswers(400, 409, 413, 415, 503)
  create(@Body() user: NewUser): Promise<UserView> {
    return this.users.create(user);
  }

  @Patch(':username')
  @Audited('users.edit', ['role', 'disabled'])
  @Summary(
    'Change a user',
    'Role, password, or whether they may log in. The tokens there are of this user end within 60 s.',
  )
  @Answer(200, 'The user as it is now.', UserView)
  @ProblemAnswers(400, 404, 409, 413, 415, 503)
  edit(
    @Param('username') username: string,
    @Body() body: UserChanges,
    @CurrentPrincipal() { name }: Principal,
  ): Promise<UserView> {
    const stated = Object.entries(body).filter(([, value]) => value !== undefined && value !== null);
    if (stated.length === 0) throw nothingToChange();
    const changes: UserChanges = Object.fromEntries(stated);
    const lowers = changes.role !== undefined && changes.role !== 'admin';
    if (name === username && (changes.disabled === true || lowers)) throw ownAccount();
    return this.users.edit(username, changes);
  }

  @Delete(':username')
  @Audited('users.delete')
  @Summary('Delete a user', 'Their tokens end within 60 s; what they did stays in the audit log.')
  @Answer(200, 'The user as it was.', UserView)
  @ProblemAnswers(404, 409, 503)
  delete(@Param('username') username: string, @CurrentPrincipal() { name }: Principal): Promise<UserView> {
    if (name === username) throw ownAccount();
    return this.users.delete(username);
  }
}
