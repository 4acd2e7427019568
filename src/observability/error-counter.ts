import { Injectable } from '@nestjs/common';

const MINUTE_MS = 60_000;
const KEPT_MAX = 10_000;

/** Requests of this process that failed by our own fault or a dependency's. Like its uptime, no other process needs it. */
@Injectable()
export class ErrorCounter {
  private total = 0;
  private recent: number[] = [];

  count(): void {
    this.total++;
    this.recent.push(Date.now());
    if (this.recent.length > KEPT_MAX) this.recent.shift();
  }

  get figures(): { total: number; last_minute: number } {
    this.recent = this.recent.filter((at) => at > Date.now() - MINUTE_MS);
    return { total: this.total, last_minute: this.recent.length };
  }
}
