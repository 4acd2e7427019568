import { Module } from '@nestjs/common';
import { ProvidersModule } from '../../providers/providers.module.js';
import { RunsModule } from '../../runs/runs.module.js';
import { OperationsHealthController } from './health.controller.js';
import { HealthService } from './health.service.js';

@Module({
  imports: [ProvidersModule, RunsModule],
  controllers: [OperationsHealthController],
  providers: [HealthService],
})
export class OperationsModule {}
