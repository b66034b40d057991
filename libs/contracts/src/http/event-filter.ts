import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { STREAMED_EVENTS, type StreamedEventType } from './streamed-event.js';
import { TASK_STATES, type TaskState } from '../task-state.js';

/** Query of the stream of all events. */
export class EventFilter {
  /** Short or full name. */
  @IsOptional() @IsString() @MaxLength(128) task_name?: string;
  @IsOptional() @IsString() @MaxLength(64) queue?: string;
  /** The state that an event gives its task. */
  @IsOptional() @IsIn(TASK_STATES) status?: TaskState;
  /** One kind of event. */
  @IsOptional() @IsIn(STREAMED_EVENTS) type?: StreamedEventType;
}
