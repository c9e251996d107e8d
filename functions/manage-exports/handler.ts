import { type ServeDeps, serve } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { type GetExportDeps, getExport, getExports } from './get-exports.ts';
import { type PostExportDeps, postExport } from './post-export.ts';
import { type RemoveExportDeps, removeExport } from './remove-export.ts';

export type ManageExportsHandlerDeps = GetExportDeps &
  PostExportDeps &
  RemoveExportDeps &
  ServeDeps<typeof SERVICES.manageExports>;

export function createHandler(deps: ManageExportsHandlerDeps) {
  return serve(SERVICES.manageExports, deps, {
    createExport: postExport,
    listExports: getExports,
    getExport,
    deleteExport: removeExport,
  });
}
