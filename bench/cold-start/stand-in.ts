/*
 * DynamoDB and SQS, which answer at once, over TLS as on AWS: forked by parts/cold-start.ts with the paths of a key and a certificate.
 * Sends its address, then the operations that were called each time it is asked; ends with its parent.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SETTINGS_ATTRIBUTES } from '@token-ledger/aws/attribute-names';
import { SETTINGS_KEY } from '@token-ledger/aws/key-schema';
import { AnsweringServices } from '../pipelines/answering-services.ts';

const [key = '', certificate = ''] = process.argv.slice(2);
const services = new AnsweringServices();
/** The first function after the deployment stores the settings; every other one finds them. */
const SETTINGS = {
  Item: {
    [SETTINGS_ATTRIBUTES.retentionDays]: { N: '90' },
    [SETTINGS_ATTRIBUTES.leafMinutes]: { N: '60' },
    [SETTINGS_ATTRIBUTES.earlier]: { L: [] },
  },
};
let called = new Set<string>();
const server = createServer(
  { key: readFileSync(key), cert: readFileSync(certificate) },
  (request, response) => {
    const target = String(request.headers['x-amz-target']);
    const operation = target.split('.')[1] ?? '';
    called.add(operation);
    text(request)
      .then(async (body) => {
        const { response: answer } = await services.handle({ headers: { 'x-amz-target': target }, body });
        const isOfSettings =
          operation === 'GetItem' &&
          Object.values(SETTINGS_KEY).every((part) => body.includes(JSON.stringify(part)));
        return response
          .writeHead(200, answer.headers)
          .end(isOfSettings ? JSON.stringify(SETTINGS) : answer.body);
      })
      // A call that is not expected ends the connection, and with it the measured process.
      .catch(() => response.destroy());
  },
);
server.listen(0, '127.0.0.1', () => {
  process.send?.(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on('message', () => {
  process.send?.([...called].toSorted());
  called = new Set();
});
process.on('disconnect', () => process.exit(0));
