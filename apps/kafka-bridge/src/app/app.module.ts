import { Module } from '@nestjs/common';
import { BrokerModule, JournalStatus, PostgresModule } from '@celerity/service';
import { BridgeLeadership } from '../bridging/bridge-leadership.js';
import { bridgeMigrations } from '../database/migrations.js';
import { KafkaTopic } from '../kafka/kafka-topic.js';
import { BridgeMetrics } from '../metrics/bridge-metrics.js';
import { BridgeConfig } from './bridge-config.js';
import { OrderlyStop } from './orderly-stop.js';

@Module({
  imports: [
    BrokerModule.forRoot({ service: 'kafka-bridge' }),
    PostgresModule.forRoot({
      schema: 'kafka_bridge',
      applicationName: 'kafka-bridge',
      migrations: bridgeMigrations,
    }),
  ],
  providers: [
    {
      provide: KafkaTopic,
      inject: [BridgeConfig],
      useFactory: ({ kafka }: BridgeConfig) => new KafkaTopic(kafka),
    },
    JournalStatus,
    BridgeMetrics,
    BridgeLeadership,
    OrderlyStop,
  ],
})
export class AppModule {}
