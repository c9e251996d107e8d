const GONE = new Set(['QueueDoesNotExist', 'ResourceNotFoundException']);

/** A deletion whose answer was lost is sent again by the SDK; then there is nothing left to delete. */
export async function deleted(deletion: Promise<unknown>): Promise<void> {
  await deletion.catch((error: Error) => {
    if (!GONE.has(error.name)) throw error;
  });
}
