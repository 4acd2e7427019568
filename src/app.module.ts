import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, RouterModule } from '@nestjs/core';
import { AuthModule } from './auth/auth.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Settings } from './config/settings.js';
import { DatabaseModule } from './database/database.module.js';
import { ObservabilityModule } from './observability/observability.module.js';
import { CoreModule } from './surfaces/core/core.module.js';
import { OperationsModule } from './surfaces/operations/operations.module.js';
import { ErrorFilter } from './surfaces/shared/errors/error.filter.js';
import { AuthGuard } from './surfaces/shared/http/auth.guard.js';
import { StrictValidation } from './surfaces/shared/http/validation.pipe.js';

@Module({})
export class AppModule {
  static of(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(settings),
        ObservabilityModule,
        DatabaseModule,
        AuthModule,
        CoreModule,
        OperationsModule,
        RouterModule.register([{ path: settings.server.apiPrefix, module: CoreModule }]),
      ],
      providers: [
        { provide: APP_FILTER, useClass: ErrorFilter },
        { provide: APP_GUARD, useClass: AuthGuard },
        { provide: APP_PIPE, useClass: StrictValidation },
      ],
    };
  }
}
