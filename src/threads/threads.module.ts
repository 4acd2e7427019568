import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MessageService } from './message.service.js';
import { Message } from './message.entity.js';
import { ProviderThreadService } from './provider-thread.service.js';
import { ProviderThread } from './provider-thread.entity.js';
import { ThreadService } from './thread.service.js';
import { Thread } from './thread.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([Thread, Message, ProviderThread])],
  providers: [ThreadService, MessageService, ProviderThreadService],
  exports: [ThreadService, MessageService, ProviderThreadService],
})
export class ThreadsModule {}
