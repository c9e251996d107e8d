import { handlerOf } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import {
  createAccessKey,
  getAccessKey,
  listAccessKeys,
  rotateAccessKey,
  updateAccessKey,
} from './access-keys.ts';
import { getAudit } from './get-audit.ts';
import { getMe } from './get-me.ts';
import { importUsers } from './import-users.ts';
import { createUser, getUser, listUsers, updateUser, updateUserByQuery } from './users.ts';

export const createHandler = handlerOf(SERVICES.manageAccess, {
  getMe,
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
