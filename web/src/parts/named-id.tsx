import Box from '@cloudscape-design/components/box';

export interface NamedIdProps {
  readonly id: string;
  readonly name?: string | undefined;
  /** In narrow columns, the id is below the name. */
  readonly isNarrow?: boolean;
}

/** Something with an id: by its name if it has one, with the id beside it. */
export function NamedId({ id, name, isNarrow = false }: NamedIdProps) {
  if (name === undefined || name === id) return <span>{id}</span>;
  return (
    <span>
      {name}{' '}
      <Box variant="small" display={isNarrow ? 'block' : 'inline'} color="text-body-secondary">
        <span title={id}>{id.length > LONG ? `${id.slice(0, 8)}…` : id}</span>
      </Box>
    </span>
  );
}

/** Generated ids, such as subjects of a sign-in, are longer than a column. */
const LONG = 20;
