import { createServer, type Server } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** The port asked for if it is free, else an error that says so; any free port if none is asked for. */
export async function loopbackPort(wanted = 0): Promise<number> {
  const server = createServer();
  const problem = await listen(server, wanted);
  const address = server.address();
  server.close();
  if (address !== null && typeof address === 'object') return address.port;
  const hint = wanted === 0 ? '' : ' Choose another with --port, or leave the choice to us.';
  throw new Error(
    `Port ${wanted} of ${LOOPBACK} cannot be used: ${problem?.message ?? 'no address'}.${hint}`,
  );
}

/** Resolves with what is in the way, if anything is. */
function listen(server: Server, port: number): Promise<Error | undefined> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(port, LOOPBACK, () => resolve(undefined));
  });
}
