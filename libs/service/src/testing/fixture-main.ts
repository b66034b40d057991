import { runService } from '../application/run-service.js';
import { fixture, FixtureConfig } from './service-fixture.js';

await runService({ ...fixture, Config: FixtureConfig });
