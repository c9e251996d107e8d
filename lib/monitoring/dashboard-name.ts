export function dashboardName(stage: string): string {
  return `token-ledger-${stage}`;
}
