import { describe, expect, it } from '@jest/globals';
import { brokerFault, isMissing } from '../../handler/brokerFault.ts';
import { Fault } from '../../handler/fault.ts';

const fault = (message: string, more: object = {}) => brokerFault(Object.assign(new Error(message), more), 'here');

describe('a fault of the broker’s', () => {
  it.each([
    [{ code: 403 }, 'brokerRefused'],
    [{ code: 404 }, 'queueMissing'],
    [{ code: 530 }, 'brokerRefused'],
    [{ code: 406 }, 'transient'],
    [{ code: 541 }, 'transient'],
    [{ code: 320 }, 'transient'],
    [{ code: 'ECONNREFUSED' }, 'transient'],
    [{ code: 'ENOTFOUND' }, 'transient'],
    [{ code: 'CERT_HAS_EXPIRED' }, 'brokerRefused'],
    [{ code: 'CERT_NOT_YET_VALID' }, 'brokerRefused'],
    [{ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'brokerRefused'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'brokerRefused'],
    [{ code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' }, 'brokerRefused'],
    [{ code: 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE' }, 'brokerRefused'],
    [{ code: 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR' }, 'transient'],
    [{ code: 'ERR_OSSL_X509_KEY_VALUES_MISMATCH' }, 'brokerRefused'],
    [{}, 'transient'],
  ])('%j is %s', (error, exit) => {
    expect(fault('text', error)).toMatchObject({ exit, message: expect.stringMatching(/^here: ./) });
  });

  it.each([
    "NOT_ALLOWED - access to vhost '/' refused for user 'jobs': connection limit (5) is reached",
    "NOT_ALLOWED - connection refused for user 'jobs': user connection limit (5) is reached",
    'NOT_ALLOWED - connection refused: node connection limit (5) is reached',
  ])('passes where it is a limit of connections: %s', (message) => {
    const { exit, message: told } = fault(message, { code: 530 });
    expect({ exit, told }).toEqual({ exit: 'transient', told: expect.not.stringContaining('jobs') });
  });

  it.each([
    "NOT_FOUND - home node 'rabbit@x' of durable queue 'q' in vhost '/' is down or inaccessible",
    "NOT_FOUND - failed to perform operation on queue 'q' in vhost '/' due to timeout",
    "NOT_FOUND - queue 'q' in vhost '/' process is stopped by supervisor",
  ])('passes where the queue is there but its node is not: %s', (text) => {
    const error = Object.assign(new Error(`Operation failed: BasicGet; 404 (NOT-FOUND) with message "${text}"`), { code: 404 });
    expect(brokerFault(error, 'here').exit).toBe('transient');
    expect(isMissing(error)).toBe(false);
  });

  it('is for good where the queue is missing, whatever it is called', () => {
    const missing = Object.assign(new Error("NOT_FOUND - no queue 'due to timeout' in vhost '/'"), { code: 404 });
    expect(brokerFault(missing, 'here').exit).toBe('queueMissing');
    expect(isMissing(missing)).toBe(true);
    expect(isMissing(new Error('the connection was lost'))).toBe(false);
  });

  it('is what it was, where it has been told apart already', () => {
    const told = new Fault('queueMissing', 'none');
    expect(brokerFault(told, 'here')).toBe(told);
  });

  it('of a login that the broker does not offer is for good', () => {
    expect(fault('SASL mechanism EXTERNAL is not provided by the server').exit).toBe('brokerRefused');
  });
});
