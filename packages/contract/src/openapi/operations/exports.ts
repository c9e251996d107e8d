import { deletedExportResponse, exportResponse, exportsResponse } from '../../export-response.ts';
import { exportRequestSchema, exportsQuery } from '../../exports.ts';
import { BILLED_TOKENS, COST, madeId } from '../examples.ts';
import { ok, tagged } from '../operation.ts';

const FILE = {
  what: 'records',
  name: 'records.csv.gz',
  bytes: 18_204,
  rows: 400,
  asOf: '2026-11-21T12:30:05.000Z',
  exact: true,
  totals: { requests: 400, errors: 2, tokens: BILLED_TOKENS, cost: COST },
};
const EXPORT = {
  id: '01KAQ6WZJ4T1V4Y3P3Q2N8S6XM',
  status: 'finished',
  progress: 1,
  createdAt: '2026-11-21T12:30:00.000Z',
  createdBy: 'ak_01',
  updatedAt: '2026-11-21T12:30:06.000Z',
  expiresAt: '2026-11-28T12:30:00.000Z',
  format: 'csv',
  range: { from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' },
  files: [FILE],
};
const QUEUED = { ...EXPORT, status: 'queued', progress: 0, files: [] };
const path = { id: madeId('The id of the export.', EXPORT.id) };

export const EXPORTS_OPERATIONS = tagged('Exports', {
  createExport: {
    summary: 'Start an export',
    description: 'Writes records, statistics or both as CSV, NDJSON, xlsx or FOCUS files in the background.',
    body: {
      schema: exportRequestSchema,
      examples: {
        records: { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z', format: 'csv', gzip: true },
        statistics: {
          what: ['statistics'],
          format: 'xlsx',
          from: '2026-11-01T00:00:00Z',
          period: 'day',
          dimension: 'user',
        },
        focus: {
          format: 'focus',
          from: '2026-10-01T00:00:00Z',
          to: '2026-11-01T00:00:00Z',
          billingAccountId: 'org_1',
        },
      },
    },
    answer: {
      status: 202,
      description: 'The export is queued; `Location` has its path.',
      schema: exportResponse,
      example: QUEUED,
      location: 'getExport',
      leadsTo: ['getExport', 'deleteExport'],
    },
  },
  listExports: {
    summary: 'Exports',
    query: exportsQuery,
    answer: ok('A page of exports, the newest first, without links.', exportsResponse, { exports: [EXPORT] }),
  },
  getExport: {
    summary: 'One export',
    description:
      'Returns the progress and the files. Links of a finished export are valid for 15 minutes; each request returns new ones.',
    path,
    answer: ok('The export with its progress, files and totals.', exportResponse, {
      ...EXPORT,
      files: [
        {
          ...FILE,
          link: {
            url: 'https://exports.s3.eu-central-1.amazonaws.com/01KAQ6WZ/records.csv.gz?X-Amz-Signature=0123',
            expiresAt: '2026-11-21T12:46:00.000Z',
          },
        },
      ],
    }),
    problems: ['export_not_found'],
  },
  deleteExport: {
    summary: 'Cancel or delete an export',
    path,
    answer: {
      status: 202,
      description: 'Writing stops, and the files are deleted.',
      schema: deletedExportResponse,
      example: { id: EXPORT.id, status: 'deleted' },
    },
    problems: ['export_not_found'],
  },
});
