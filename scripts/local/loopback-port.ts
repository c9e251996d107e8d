import { createServer, type Server } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** The wanted port, or any free one without it. @throws if the wanted port is taken */
export async function loopbackPort(wanted = 0): Promise<number> {
  const server = createServer();
  const problem = await listen(server, wanted);
  const address = server.address();
  server.close();
  if (address !== null && typeof address === 'object') return address.port;
  const hint = wanted === 0 ? '' : ' Choose another --port, or leave out --port for any free one.';
  throw new Error(
    `Port ${wanted} of ${LOOPBACK} cannot be used: ${problem?.message ?? 'no address'}.${hint}`,
  );
}

/** Resolves with the error if the port cannot be used. */
function listen(server: Server, port: number): Promise<Error | undefined> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(port, LOOPBACK, () => resolve(undefined));
  });
}
