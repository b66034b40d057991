import { Module } from '@nestjs/common';
import { ClientProxyFactory } from '@nestjs/microservices';
import { BrokerNames } from '@celerity/messaging';
import { ServiceConfig } from '../config/service-config.js';
import { MONITOR_TRANSPORT, MonitorClient } from './monitor-client.js';
import { monitorTransport } from './rpc-transport.js';

/** For services that ask the monitor. */
@Module({
  providers: [
    {
      provide: MONITOR_TRANSPORT,
      inject: [ServiceConfig, BrokerNames],
      useFactory: (config: ServiceConfig, names: BrokerNames) =>
        ClientProxyFactory.create(monitorTransport(config.AMQP_URL, names)),
    },
    MonitorClient,
  ],
  exports: [MonitorClient],
})
export class MonitorClientModule {}
