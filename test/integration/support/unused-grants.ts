import type { FunctionGrant } from './function-roles.ts';
