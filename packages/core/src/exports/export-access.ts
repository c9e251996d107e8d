import { administrates, callerId, type Principal } from '../access/principal.ts';
import type { ShownIds } from '../access/shown-ids.ts';
import { visibilityOf } from '../access/visibility.ts';
import { NotVisibleError } from '../queries/visible-subject.ts';
import type { ExportDefinition } from './export-definition.ts';

/*
 * Who may have what exported, and who may have what was exported: all that decides it. Members have files about themselves
 * and no other; whoever is shown pseudonyms has no file with ids of users in it, whoever made that.
 */

/** Somebody who asks for exports, and how they are shown ids. */
export interface ExportCaller {
  readonly principal: Principal;
  readonly ids: Pick<ShownIds, 'pseudonymous' | 'resolve'>;
}

/** Who asked for an export. */
export interface ExportCreator {
  readonly kind: Principal['kind'];
  /** See `callerId`. */
  readonly id: string;
  /** The user whose usage is a person's own. */
  readonly userId?: string;
}

/** What of an export decides who may have it. */
export interface OwnedExport {
  readonly definition: ExportDefinition;
  readonly createdBy: ExportCreator;
}

export function exportCreator(principal: Principal): ExportCreator {
  const { kind } = principal;
  const userId = kind === 'person' ? principal.userId : undefined;
  return { kind, id: callerId(principal), ...(userId !== undefined && { userId }) };
}

/**
 * What is exported when a caller asks for something: of members their own usage alone, by the ids that are meant, and showing
 * users as the caller may see them.
 *
 * @throws NotVisibleError when it is about usage that the caller may not see, or sums it up.
 */
export function permittedExport(
  { principal, ids }: ExportCaller,
  definition: ExportDefinition,
): ExportDefinition {
  const { filter } = definition;
  const meant =
    filter.userId === undefined ? filter : { ...filter, userId: ids.resolve('user', filter.userId) };
  const asked = { ...definition, filter: meant, ...(ids.pseudonymous && { pseudonymizeUsers: true }) };
  const visibility = visibilityOf(principal);
  if (visibility.kind === 'everything') return asked;
  const { userId } = visibility;
  const own = { ...asked, filter: { ...meant, userId: meant.userId ?? userId } };
  if (!isOnlyAbout(own, userId)) throw new NotVisibleError();
  return own;
}

/** Whether a caller may be told of an export, and have its files. */
export function maySeeExport({ principal, ids }: ExportCaller, made: OwnedExport): boolean {
  const { definition } = made;
  const visibility = visibilityOf(principal);
  // Perhaps it was made when the person was no mere member yet.
  if (visibility.kind === 'user')
    return isCreator(principal, made) && isOnlyAbout(definition, visibility.userId);
  return !ids.pseudonymous || definition.pseudonymizeUsers === true;
}

/** Whether a caller may delete an export that they may see. */
export function mayDeleteExport({ principal }: Pick<ExportCaller, 'principal'>, made: OwnedExport): boolean {
  return isCreator(principal, made) || administrates(principal);
}

function isCreator(principal: Principal, { createdBy }: Pick<OwnedExport, 'createdBy'>): boolean {
  return createdBy.kind === principal.kind && createdBy.id === callerId(principal);
}

/** Whether nothing of anybody else is in it, nor any sum of it. */
function isOnlyAbout({ subjects, dimension, filter }: ExportDefinition, userId: string): boolean {
  return filter.userId === userId && (!subjects.includes('statistics') || dimension === 'user');
}
