/** How people name what usage is split by, and how the API does. */
export const DIMENSIONS = {
  all: 'all',
  key: 'access_key',
  user: 'user',
  model: 'model',
  feature: 'feature',
} as const;
