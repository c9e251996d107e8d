import Box from '@cloudscape-design/components/box';

/** Something with an id: by its name if it has one, with the id beside it. */
export function NamedId({ id, name }: { readonly id: string; readonly name?: string | undefined }) {
  if (name === undefined || name === id) return <span>{id}</span>;
  return (
    <span>
      {name}{' '}
      <Box variant="small" display="inline" color="text-body-secondary">
        {id}
      </Box>
    </span>
  );
}
