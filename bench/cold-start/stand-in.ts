/* DynamoDB and SQS, which answer at once: forked by parts/cold-start.ts, sends its address, ends with its parent. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { AnsweringServices } from '../pipelines/answering-services.ts';

const services = new AnsweringServices();
const server = createServer((request, response) => {
  const headers = { 'x-amz-target': String(request.headers['x-amz-target']) };
  text(request)
    .then((body) => services.handle({ headers, body }))
    .then(({ response: answer }) => response.writeHead(200, answer.headers).end(answer.body))
    // A call that is not expected ends the connection, and with it the measured process.
    .catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on('disconnect', () => process.exit(0));
