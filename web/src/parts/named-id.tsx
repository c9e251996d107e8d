import Box from '@cloudscape-design/components/box';

/** Something with an id: by its name if it has one, with the id beside it. */
export function NamedId({ id, name }: { readonly id: string; readonly name?: string | undefined }) {
  if (name === undefined || name === id) return <span>{id}</span>;
  return (
    <span>
      {name}{' '}
      <Box variant="small" display="inline" color="text-body-secondary">
        <span title={id}>{id.length > LONG ? `${id.slice(0, 8)}…` : id}</span>
      </Box>
    </span>
  );
}

/** Generated ids, such as subjects of a sign-in, are longer than a column. */
const LONG = 20;
