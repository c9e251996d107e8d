/** What EventBridge Scheduler puts in place of this: the time at which an invocation was due, to the minute. */
export const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';
