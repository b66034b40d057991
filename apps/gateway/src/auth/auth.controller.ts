import { Body, Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AccessToken, Login } from '@celerity/contracts';
import { Public } from '@celerity/service';
import { Answer, ProblemAnswers, Summary } from '../openapi/route-docs.js';
import { LoginService } from './login.service.js';

@ApiTags('auth')
@Controller('api/core/auth')
export class AuthController {
  constructor(private readonly logins: LoginService) {}

  @Post('token')
  @Public()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Summary('Log in', 'Gives an access token for a user name and password.')
  @Answer(200, 'Send it as Authorization: Bearer <access_token>.', AccessToken)
  @ProblemAnswers(400, 401, 413, 415, 429, 501, 503)
  token(@Body() login: Login, @Req() request: FastifyRequest): Promise<AccessToken> {
    return this.logins.login(login, request);
  }
}
