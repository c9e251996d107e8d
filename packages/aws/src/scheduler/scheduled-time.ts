/** EventBridge Scheduler replaces this with the time an invocation was due, to the minute. */
export const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';
