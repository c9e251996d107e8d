import { handlerOf } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { getExport, getExports } from './get-exports.ts';
import { postExport } from './post-export.ts';
import { removeExport } from './remove-export.ts';

export const createHandler = handlerOf(SERVICES.manageExports, {
  createExport: postExport,
  listExports: getExports,
  getExport,
  deleteExport: removeExport,
});
