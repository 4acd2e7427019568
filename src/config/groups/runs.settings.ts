import { IsInt, Min } from 'class-validator';
import { byteSize } from '../kinds/byte-size.js';
import { oneOf } from '../kinds/scalars.js';
import { Setting } from '../setting.decorator.js';

export const ON_DISCONNECT = ['continue', 'cancel'] as const;
export type OnDisconnect = (typeof ON_DISCONNECT)[number];

export class RunsSettings {
  @Setting({
    names: ['RUN_ON_DISCONNECT'],
    as: oneOf(ON_DISCONNECT),
    meaning: 'What becomes of an answer whose reader has gone: continue, or cancel.',
  })
  readonly onDisconnect: OnDisconnect = 'continue';

  @Setting({ names: ['RUN_QUEUE_MAX'], meaning: 'Most answers that wait for their turn in one thread.' })
  @IsInt()
  @Min(0)
  readonly queueMax: number = 8;

  @Setting({ meaning: 'Seconds after which the answers of a process that has died are taken over.' })
  @Min(1)
  readonly leaseSeconds: number = 15;

  @Setting({
    names: ['STREAM_BUFFER_MAX'],
    as: byteSize,
    meaning: 'Most that is kept for a slow reader before it is cut off.',
  })
  @Min(1)
  readonly streamBufferMax: number = 1024 * 1024;
}
