import { type ServeDeps, serve } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import {
  type AccessKeysDeps,
  createAccessKey,
  getAccessKey,
  listAccessKeys,
  rotateAccessKey,
  updateAccessKey,
} from './access-keys.ts';
import { type GetAuditDeps, getAudit } from './get-audit.ts';
import { type ImportUsersDeps, importUsers } from './import-users.ts';
import { createUser, getUser, listUsers, type UsersDeps, updateUser, updateUserByQuery } from './users.ts';

export type ManageAccessDeps = AccessKeysDeps &
  UsersDeps &
  ImportUsersDeps &
  GetAuditDeps &
  ServeDeps<typeof SERVICES.manageAccess>;

export function createHandler(deps: ManageAccessDeps) {
  return serve(SERVICES.manageAccess, deps, {
    listAccessKeys,
    createAccessKey,
    getAccessKey,
    updateAccessKey,
    rotateAccessKey,
    listUsers,
    createUser,
    getUser,
    updateUser,
    updateUserByQuery,
    importUsers,
    getAudit,
  });
}
