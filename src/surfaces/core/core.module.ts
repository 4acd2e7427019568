import { Module } from '@nestjs/common';
import { AuthModule } from '../../auth/auth.module.js';
import { ProvidersModule } from '../../providers/providers.module.js';
import { RunsModule } from '../../runs/runs.module.js';
import { ThreadsModule } from '../../threads/threads.module.js';
import { AuthController } from './auth/auth.controller.js';
import { HealthController } from './health.controller.js';
import { MessagesController } from './messages/messages.controller.js';
import { ModelsController } from './models/models.controller.js';
import { ProviderThreadsController } from './provider-threads/provider-threads.controller.js';
import { RunStreams } from './runs/run-streams.service.js';
import { RunsController } from './runs/runs.controller.js';
import { ThreadsController } from './threads/threads.controller.js';

@Module({
  imports: [AuthModule, ProvidersModule, RunsModule, ThreadsModule],
  controllers: [
    AuthController,
    HealthController,
    MessagesController,
    ModelsController,
    ProviderThreadsController,
    RunsController,
    ThreadsController,
  ],
  providers: [RunStreams],
})
export class CoreModule {}
