import { runSchedules } from './run-schedules.ts';
await runSchedules({ workload: 'completion', first: Number(process.argv[2] ?? 21008216), count: 1 } as never);
