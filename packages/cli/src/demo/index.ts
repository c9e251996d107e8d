export { AGENT_SINCE_DAYS_AGO, type Feature, TEAMS, type Team } from './company.ts';
export { DEMO_DAYS, type DemoCall, type DemoOptions, demoMonth, LATE_DEMO } from './demo-month.ts';
export { Random } from './random.ts';
export { type RegisteredMonth, registerMonth } from './register-month.ts';
export { sendPortion } from './send-portion.ts';
