import { Body, Controller, Delete, Get, Header, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiKeyCreated, ApiKeyFilter, ApiKeyPage, ApiKeyView, NewApiKey } from '@celerity/contracts';
import { Requires } from '../auth/access-rule.js';
import { CurrentPrincipal, type Principal } from '../auth/principal.js';
import { Audited } from '../audit/audited.decorator.js';
import { ProblemException } from '../http/problem-exception.js';
import { Answer, ProblemAnswers, QueryOf, Summary } from '../openapi/route-docs.js';
import { hashOfKey, newApiKey } from './api-key.js';
import { ApiKeyVerifier } from './api-key-verifier.js';
import { ApiKeysRepository } from './api-keys.repository.js';

/** Tokens for machines. */
@ApiTags('access')
@Requires('admin')
@Controller('api/core/api-keys')
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly verifier: ApiKeyVerifier,
  ) {}

  @Get()
  @Summary('List API keys', 'Without the keys themselves, which nobody can read again.')
  @QueryOf(ApiKeyFilter)
  @Answer(200, 'A page; `next_cursor` leads to the next one.', ApiKeyPage)
  @ProblemAnswers(400, 503)
  list(@Query() filter: ApiKeyFilter): Promise<ApiKeyPage> {
    return this.keys.page(filter);
  }

  @Post()
  @Audited('api-keys.create', ['name', 'role', 'expires_at'], 'name')
  @Header('cache-control', 'no-store')
  @Summary(
    'Create an API key',
    'The key is in this answer and never shown again: keep it where secrets are kept.',
  )
  @Answer(201, 'The key; send it as Authorization: Bearer ck_….', ApiKeyCreated)
  @ProblemAnswers(400, 409, 413, 415, 422, 503)
  async create(
    @Body() wanted: NewApiKey,
    @CurrentPrincipal() { name: actor }: Principal,
  ): Promise<ApiKeyCreated> {
    if (wanted.expires_at && Date.parse(wanted.expires_at) <= Date.now()) throw expiresInThePast();
    const key = newApiKey();
    const created = await this.keys.create(wanted, hashOfKey(key), actor);
    if (!created) throw nameTaken(wanted.name);
    return { ...created, key };
  }

  @Delete(':id')
  @Audited('api-keys.revoke')
  @Summary('Revoke an API key', 'Every replica refuses it within 60 s.')
  @Answer(200, 'The key as it is now.', ApiKeyView)
  @ProblemAnswers(400, 404, 503)
  async revoke(
    @Param('id', new ParseUUIDPipe({ exceptionFactory: notAnId })) id: string,
  ): Promise<ApiKeyView> {
    const revoked = await this.keys.revoke(id);
    this.verifier.forget(id);
    if (revoked) return revoked;
    const detail = `There is no API key ${id}. GET /api/core/api-keys lists them.`;
    throw new ProblemException(404, { kind: 'api-key-not-found', title: 'Not Found', detail });
  }
}

function notAnId(): ProblemException {
  return new ProblemException(400, {
    kind: 'invalid-request',
    title: 'Bad Request',
    detail: 'The id of an API key is a UUID. GET /api/core/api-keys lists them.',
    errors: [{ field: 'id', message: 'must be a UUID' }],
  });
}

function expiresInThePast(): ProblemException {
  return new ProblemException(422, {
    kind: 'expires-in-the-past',
    title: 'Unprocessable Content',
    detail: 'The key would have expired already. Leave expires_at out, or set it to a time to come.',
    errors: [{ field: 'expires_at', message: 'must be in the future' }],
  });
}

function nameTaken(name: string): ProblemException {
  return new ProblemException(409, {
    kind: 'name-taken',
    title: 'Conflict',
    detail: `There is an API key ${name} already. Revoke it first, or choose another name.`,
    errors: [{ field: 'name', message: 'is taken by a key that is valid' }],
  });
}
