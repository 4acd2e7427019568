import { Global, Module } from '@nestjs/common';
import { ErrorCounter } from './error-counter.js';

@Global()
@Module({ providers: [ErrorCounter], exports: [ErrorCounter] })
export class ObservabilityModule {}
