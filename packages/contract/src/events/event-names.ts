/** The detail type of every event on the bus, by its name in the settings. */
export const EVENT_TYPES = {
  usageCollected: 'Usage Collected',
  aggregationCompleted: 'Aggregation Completed',
  budgetThreshold: 'Budget Threshold Reached',
  usageConflict: 'Usage Conflict',
  unknownModel: 'Unknown Model',
  qualityChanged: 'Quality Changed',
  accessKeyCreated: 'Access Key Created',
  accessKeyRotated: 'Access Key Rotated',
  accessKeyDisabled: 'Access Key Disabled',
  exportReady: 'Export Ready',
  reportReady: 'Report Ready',
} as const;
export type EventType = keyof typeof EVENT_TYPES;
