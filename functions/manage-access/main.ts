import {
  createDocumentClient,
  createDynamoAccessKeyStore,
  createDynamoSigningKeyStore,
  createDynamoUserStore,
  createDynamoWaitingEventStore,
} from '@token-ledger/aws';
import { Calendar } from '@token-ledger/core';
import { ulid } from 'ulid';
import { connectAudit } from '../connect/audit.ts';
import { connectEvents } from '../connect/events.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createReadNames } from '../shared/names.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const variables = readEnvironment(environment, process.env);
const table = { client: createDocumentClient(), ledgerTable: variables.LEDGER_TABLE };
const accessKeys = createDynamoAccessKeyStore(table);
const users = createDynamoUserStore(table);
const signingKeys = createDynamoSigningKeyStore(table);

export const handler = createHandler({
  accessKeys,
  users,
  audit: connectAudit(variables, table.client),
  events: connectEvents(variables),
  waitingEvents: createDynamoWaitingEventStore(table),
  readNames: createReadNames({ accessKeys, users, clock: Date.now }),
  clock: Date.now,
  calendar: new Calendar(variables.REPORTING_TIME_ZONE),
  newId: ulid,
  signingKey: () => signingKeys.getOrCreate(),
  telemetry: createTelemetry(SERVICES.manageAccess),
});
