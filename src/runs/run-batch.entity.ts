import { Column, Entity, PrimaryColumn } from 'typeorm';
import { RefColumn } from '../database/columns.js';
import { Run } from './run.entity.js';

/** Some consecutive events of a run, as they were written together. */
@Entity('run_events')
export class RunBatch {
  @RefColumn({ name: 'run_id', to: () => Run, primary: true })
  runId!: string;

  /** The number of the first event in it; a run's events are counted from 1 without a gap. */
  @PrimaryColumn({ type: 'integer' })
  seq!: number;

  @Column({ type: 'integer' })
  count!: number;

  /** The events' JSON texts, each as it will be sent, with a record separator between them: JSON cannot contain one. */
  @Column({ type: 'text' })
  data!: string;
}
