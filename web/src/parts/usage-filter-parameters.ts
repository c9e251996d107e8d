import { text, texts, type Values } from './address.ts';

/** Whose usage a page is about, in its address. The same names on every page, so that links carry the filter along. */
export const USAGE_FILTER_PARAMETERS = { key: text(128), user: text(400), model: texts(), feature: texts() };

export type UsageFilterValues = Values<typeof USAGE_FILTER_PARAMETERS>;

/** The same as parameters of the API. */
export function filterQuery({ key, user, model, feature }: UsageFilterValues) {
  return {
    ...(key !== undefined && { accessKeyId: key }),
    ...(user !== undefined && { userId: user }),
    ...(model && { models: model }),
    ...(feature && { features: feature }),
  };
}
