import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { catalogue, TaskCatalogue } from '@celerity/contracts';
import { HandlerRegistry } from '../handlers/handler-registry.js';
import { COMPLETION_TABLE } from '../attempt/transactional-effect.js';

/** The engine's part in a thread: finds handlers. Broker and journal stay with the main thread. */
@Module({})
export class ThreadEngineModule {
  /** @param completionTable as in `EngineModule.forRoot` */
  static forRoot(completionTable: string, tasks: TaskCatalogue = catalogue): DynamicModule {
    return {
      module: ThreadEngineModule,
      imports: [DiscoveryModule],
      providers: [
        { provide: TaskCatalogue, useValue: tasks },
        { provide: COMPLETION_TABLE, useValue: completionTable },
        HandlerRegistry,
      ],
    };
  }
}
