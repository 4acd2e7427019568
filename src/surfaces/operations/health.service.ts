import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AppSettings } from '../../config/groups/app.settings.js';
import { Database } from '../../database/database.js';
import { now } from '../../kernel/clock.js';
import { ErrorCounter } from '../../observability/error-counter.js';
import { CatalogueService } from '../../providers/catalogue.service.js';
import { RunEngine } from '../../runs/run.engine.js';
import type { HealthDto, HealthStatus } from './health.dto.js';

const PING_LIMIT_MS = 2000;

@Injectable()
export class HealthService {
  constructor(
    private readonly app: AppSettings,
    private readonly database: Database,
    private readonly errors: ErrorCounter,
    private readonly catalogue: CatalogueService,
    private readonly engine: RunEngine,
  ) {}

  async report(): Promise<HealthDto> {
    const [isUp, providers] = await Promise.all([this.isDatabaseUp(), this.catalogue.health()]);
    return {
      status: this.statusOf(isUp, Object.values(providers)),
      timestamp: now().toISOString(),
      uptime_seconds: Math.floor(process.uptime()),
      version: this.app.version,
      errors: this.errors.figures,
      database: { status: isUp ? 'up' : 'down' },
      providers,
    };
  }

  /** Whether new work should be sent here. */
  async isReady(): Promise<boolean> {
    return !this.engine.draining && (await this.isDatabaseUp());
  }

  private statusOf(isDatabaseUp: boolean, providers: { status: string }[]): HealthStatus {
    if (!isDatabaseUp || this.engine.draining) return 'unhealthy';
    return providers.some(({ status }) => status === 'up') ? 'healthy' : 'degraded';
  }

  private async isDatabaseUp(): Promise<boolean> {
    const tooLate = sleep(PING_LIMIT_MS, false, { ref: false });
    const answers = this.database.ping().then(
      () => true,
      () => false,
    );
    return Promise.race([answers, tooLate]);
  }
}
