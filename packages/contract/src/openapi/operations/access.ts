import { createAccessKeySchema, rotateAccessKeySchema, updateAccessKeySchema } from '../../access-keys.ts';
import {
  accessKeyListResponse,
  accessKeyResponse,
  issuedAccessKeyResponse,
} from '../../access-keys-response.ts';
import { auditQuery } from '../../audit.ts';
import { auditResponse } from '../../audit-response.ts';
import { directoryQuery, userQuery, usersQuery } from '../../directory-query.ts';
import { meResponse } from '../../me-response.ts';
import { createUserSchema, updateUserSchema } from '../../users.ts';
import { importResponse, userListResponse, userResponse } from '../../users-response.ts';
import { madeId } from '../examples.ts';
import { ok, tagged } from '../operation.ts';

const KEY = {
  id: 'ak_01KAQ6WZJ4T1V4Y3P3Q2N8S6XM',
  name: 'search service',
  ownerUserId: 'u_42',
  ownerName: 'Ada',
  scopes: ['ingest'],
  disabled: false,
  createdAt: '2026-11-02T09:00:00.000Z',
  lastUsedHour: '2026-11-21T12:00:00.000Z',
};
const ISSUED = { ...KEY, accessKey: 'tl_ak_01KAQ6WZJ4T1V4Y3P3Q2N8S6XM_…' };
const USER = {
  id: 'u_42',
  name: 'Ada',
  email: 'ada@example.com',
  disabled: false,
  createdAt: '2026-11-02T09:00:00.000Z',
};

const keyPath = { id: madeId('The id of the access key.', KEY.id) };
const userPath = { id: madeId('The id of the user.', USER.id) };

export const ACCESS_OPERATIONS = tagged('Access', {
  getMe: {
    summary: 'The caller',
    description: 'Who the caller is, and which operations the caller may use.',
    answer: ok('The caller.', meResponse, {
      kind: 'person',
      id: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
      name: 'Ada',
      role: 'viewer',
      userId: 'u_42',
      ownUsageOnly: false,
      operations: ['getOverview', 'getTrends', 'getRecords', 'createExport'],
    }),
  },
  listAccessKeys: {
    summary: 'Access keys',
    query: directoryQuery,
    answer: ok('A page of access keys.', accessKeyListResponse, { accessKeys: [KEY] }),
  },
  createAccessKey: {
    summary: 'Create an access key',
    body: {
      schema: createAccessKeySchema,
      examples: { service: { name: 'search service', scopes: ['ingest'], ownerUserId: 'u_42' } },
    },
    answer: {
      status: 201,
      description: 'The key with its secret, shown only this time.',
      schema: issuedAccessKeyResponse,
      example: ISSUED,
      location: 'getAccessKey',
      leadsTo: ['getAccessKey', 'updateAccessKey', 'rotateAccessKey'],
    },
  },
  getAccessKey: {
    summary: 'One access key',
    path: keyPath,
    answer: ok('The access key.', accessKeyResponse, KEY),
    problems: ['access_key_not_found'],
  },
  updateAccessKey: {
    summary: 'Change or disable an access key',
    description:
      'Replaces all fields: omitted ones are removed. A key can neither disable itself nor remove its own `admin`.',
    path: keyPath,
    body: {
      schema: updateAccessKeySchema,
      examples: { disable: { name: 'search service', scopes: ['ingest'], disabled: true } },
    },
    answer: ok('The access key.', accessKeyResponse, KEY),
    problems: ['access_key_not_found', 'own_access_key', 'changed_meanwhile'],
  },
  rotateAccessKey: {
    summary: 'Rotate an access key',
    description:
      'Creates a new secret. The previous one stays valid for `overlapSeconds`; an older one ends now.',
    path: keyPath,
    body: {
      schema: rotateAccessKeySchema,
      optional: true,
      examples: { 'within an hour': { overlapSeconds: 3600 } },
    },
    answer: ok('The key with its new secret, shown only this time.', issuedAccessKeyResponse, {
      ...ISSUED,
      rotatedAt: '2026-11-21T12:30:00.000Z',
      previousValidUntil: '2026-11-21T13:30:00.000Z',
    }),
    problems: ['access_key_not_found', 'changed_meanwhile'],
  },
  listUsers: {
    summary: 'Users',
    description:
      'With `id`, only the user of that id. An id may hold any character, and a path cannot carry every one.',
    query: usersQuery,
    answer: ok('A page of users.', userListResponse, { users: [USER] }),
  },
  createUser: {
    summary: 'Register a user',
    body: {
      schema: createUserSchema,
      examples: { user: { id: 'u_42', name: 'Ada', email: 'ada@example.com' } },
    },
    answer: {
      status: 201,
      description: 'The user.',
      schema: userResponse,
      example: USER,
      location: 'getUser',
      leadsTo: ['getUser', 'updateUser'],
    },
    problems: ['user_exists'],
  },
  getUser: {
    summary: 'One user',
    path: userPath,
    answer: ok('The user.', userResponse, USER),
    problems: ['user_not_found'],
  },
  updateUser: {
    summary: 'Change or disable a user',
    description: 'Replaces all fields: omitted ones are removed. History stays.',
    path: userPath,
    body: {
      schema: updateUserSchema,
      examples: { disable: { name: 'Ada', email: 'ada@example.com', disabled: true } },
    },
    answer: ok('The user.', userResponse, USER),
    problems: ['user_not_found', 'changed_meanwhile'],
  },
  updateUserByQuery: {
    summary: 'Change or disable a user of any id',
    description: 'As `PUT /v1/users/{id}`, for ids that a path cannot carry, such as those with a slash.',
    query: userQuery,
    body: {
      schema: updateUserSchema,
      examples: { disable: { name: 'Ada', email: 'ada@example.com', disabled: true } },
    },
    answer: ok('The user.', userResponse, USER),
    problems: ['user_not_found', 'changed_meanwhile'],
  },
  importUsers: {
    summary: 'Import users from CSV',
    description:
      'Registers and changes users, at most 2,000 rows and 1 MB. The first line names the columns: `id` and `name`, and optionally ' +
      '`email` and `disabled`. A missing column or an empty cell keeps the stored value.',
    body: {
      mediaTypes: ['text/csv'],
      examples: { users: 'id,name,email\nu_42,Ada,ada@example.com\n' },
    },
    answer: ok('The outcome of every row.', importResponse, {
      created: 1,
      updated: 0,
      unchanged: 0,
      rejected: 0,
      failed: 0,
      results: [{ line: 2, id: 'u_42', status: 'created' }],
    }),
  },
  getAudit: {
    summary: 'Audit log',
    description:
      'Administrative operations and denied requests over at most 400 days. Entries contain no secrets. With conditions, an answer ' +
      'reads 5,000 entries at most, so it may have few or none and still have `nextCursor`.',
    query: auditQuery,
    answer: ok('A page of entries.', auditResponse, {
      entries: [
        {
          id: '01KAQ6WZJ4T1V4Y3P3Q2N8S6XM',
          at: '2026-11-21T12:30:00.000Z',
          actor: { kind: 'access_key', id: 'ak_01', name: 'administration' },
          operation: 'POST /v1/exports',
          category: 'data',
          target: 'kT3xPq0aVb9LwZ1c',
          range: { from: '2026-11-01T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' },
          outcome: 'done',
          sourceIp: '203.0.113.7',
          userAgent: 'curl/8.5.0',
          requestId: 'JKJaXmPLvHcESHA=',
        },
      ],
    }),
  },
});
