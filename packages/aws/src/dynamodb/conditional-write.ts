import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';

/** Sends a conditional write. Returns whether its condition held, and the stored item if it did not. */
export async function conditionally(
  write: () => Promise<unknown>,
): Promise<
  { readonly held: true } | { readonly held: false; readonly stored: ConditionalCheckFailedException['Item'] }
> {
  try {
    await write();
    return { held: true };
  } catch (error) {
    // The document client leaves the item of an exception in attribute values, not native ones.
    if (error instanceof ConditionalCheckFailedException) return { held: false, stored: error.Item };
    throw error;
  }
}
