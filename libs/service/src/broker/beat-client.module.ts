import { Module } from '@nestjs/common';
import { ClientProxyFactory } from '@nestjs/microservices';
import { BrokerNames } from '@celerity/messaging';
import { ServiceConfig } from '../config/service-config.js';
import { BEAT_TRANSPORT, BeatClient } from './beat-client.js';
import { beatTransport } from './rpc-transport.js';

/** For services that ask beat. */
@Module({
  providers: [
    {
      provide: BEAT_TRANSPORT,
      inject: [ServiceConfig, BrokerNames],
      useFactory: (config: ServiceConfig, names: BrokerNames) =>
        ClientProxyFactory.create(beatTransport(config.AMQP_URL, names)),
    },
    BeatClient,
  ],
  exports: [BeatClient],
})
export class BeatClientModule {}
