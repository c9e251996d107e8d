import Box from '@cloudscape-design/components/box';
import { Unbroken } from './unbroken.tsx';

export interface NamedIdProps {
  readonly id: string;
  readonly name?: string | undefined;
  /** In narrow columns, the id is below the name. */
  readonly isNarrow?: boolean;
  /** In columns, an id without a name is shortened, too. */
  readonly isShort?: boolean;
}

/** Something with an id: by its name if it has one, with the id beside it. */
export function NamedId({ id, name, isNarrow = false, isShort = false }: NamedIdProps) {
  if (name === undefined || name === id) return <span title={id}>{isShort ? shortId(id) : id}</span>;
  return (
    <span>
      {name}{' '}
      <Box variant="small" display={isNarrow ? 'block' : 'inline'} color="text-body-secondary">
        <span title={id}>
          <Unbroken>{shortId(id)}</Unbroken>
        </span>
      </Box>
    </span>
  );
}

/** Generated ids, such as subjects of a sign-in, are longer than a column. */
const LONG = 20;

/** As much of an id as a column has room for: ids of one day begin alike. The whole is on hover, and in the details. */
export function shortId(id: string): string {
  return id.length > LONG ? `${id.slice(0, 6)}…${id.slice(-4)}` : id;
}
