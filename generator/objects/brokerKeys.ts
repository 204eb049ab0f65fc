import { brokerFiles } from '../../handler/contract.ts';

/** Keys of the broker's Secret. */
export const brokerKeys = {
  username: 'AMQP_USERNAME',
  password: 'AMQP_PASSWORD',
  ca: brokerFiles.ca,
  certificate: brokerFiles.certificate,
  key: brokerFiles.key,
} as const;
