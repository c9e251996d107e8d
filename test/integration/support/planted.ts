import { randomUUID } from 'node:crypto';

/** What no log may hold. Each is sent by several ways; the last suite looks for all of them in all logs. */
export const PLANTED = {
  /** Of a prompt or an answer. */
  content: `the patient said that it hurts ${randomUUID()}`,
  /** A label that is stored with its record. */
  metadata: `label-${randomUUID()}`,
  /** Of a person. */
  name: `Ada ${randomUUID()}`,
  anthropicKey: `sk-ant-api03-${randomUUID()}`,
  /** Issued by another deployment. */
  accessKey: `tl_ak_01ARZ3NDEKTSV4RRFFQ69G5FAV_${randomUUID().replaceAll('-', '')}`,
  webhookPath: `hooks-${randomUUID()}`,
} as const;

/** Secrets that the product has issued, which only answers may show. */
export const issuedSecrets: string[] = [];

/** Secrets by their form: of all that other suites had issued. */
export const SECRET_FORMS: readonly RegExp[] = [
  /tl_ak_[0-9A-Z]{26}_\w/,
  /whsec_\w/,
  /sk-ant-\w/,
  /eyJ[\w-]{10,}\.[\w-]{10,}/,
];
