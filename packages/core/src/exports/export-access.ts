import { administrates, callerId, type Principal } from '../access/principal.ts';
import type { ShownIds } from '../access/shown-ids.ts';
import { visibilityOf } from '../access/visibility.ts';
import { NotVisibleError } from '../queries/visible-subject.ts';
import type { ExportDefinition } from './export-definition.ts';

/*
 * Decides what a caller may export, and which exports a caller may see. Members get files about themselves and no
 * others. A caller who sees pseudonyms gets no file that contains user ids, even if another caller created it.
 */

/** A caller of the exports API, and how ids appear to them. */
export interface ExportCaller {
  readonly principal: Principal;
  readonly ids: Pick<ShownIds, 'pseudonymous' | 'resolve'>;
}

/** Who created an export. */
export interface ExportCreator {
  readonly kind: Principal['kind'];
  /** See `callerId`. */
  readonly id: string;
  /** The user whose usage belongs to this person. */
  readonly userId?: string;
}

/** The parts of an export that decide who may see it. */
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
 * The export that a caller gets for a request: for members restricted to their own usage, with ids resolved, and
 * showing users as the caller may see them.
 *
 * @throws NotVisibleError when the request is about usage that the caller may not see, or about totals that include it.
 */
export function permittedExport(
  { principal, ids }: ExportCaller,
  definition: ExportDefinition,
): ExportDefinition {
  const { filter } = definition;
  const resolved =
    filter.userId === undefined ? filter : { ...filter, userId: ids.resolve('user', filter.userId) };
  const requested = { ...definition, filter: resolved, ...(ids.pseudonymous && { pseudonymizeUsers: true }) };
  const visibility = visibilityOf(principal);
  if (visibility.kind === 'everything') return requested;
  const { userId } = visibility;
  const own = { ...requested, filter: { ...resolved, userId: resolved.userId ?? userId } };
  if (!isOnlyAbout(own, userId)) throw new NotVisibleError();
  return own;
}

/** Whether a caller may see an export and download its files. */
export function maySeeExport({ principal, ids }: ExportCaller, made: OwnedExport): boolean {
  const { definition } = made;
  const visibility = visibilityOf(principal);
  // The export may be from before the person became a mere member.
  if (visibility.kind === 'user')
    return isCreator(principal, made) && isOnlyAbout(definition, visibility.userId);
  return !ids.pseudonymous || definition.pseudonymizeUsers === true;
}

/** Whether a caller may delete an export that they can see. */
export function mayDeleteExport({ principal }: Pick<ExportCaller, 'principal'>, made: OwnedExport): boolean {
  return isCreator(principal, made) || administrates(principal);
}

function isCreator(principal: Principal, { createdBy }: Pick<OwnedExport, 'createdBy'>): boolean {
  return createdBy.kind === principal.kind && createdBy.id === callerId(principal);
}

/** Whether the export contains only this user's usage, with no totals of other users. */
function isOnlyAbout({ subjects, dimension, filter }: ExportDefinition, userId: string): boolean {
  return filter.userId === userId && (!subjects.includes('statistics') || dimension === 'user');
}
