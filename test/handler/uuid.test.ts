import { describe, expect, it } from '@jest/globals';
import { targetOf } from '../../handler/target.ts';
import { uuid5 } from '../../handler/uuid.ts';
import { job } from './sample.ts';

const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('the UUID of a name', () => {
  it('is that of RFC 9562’s own example', () => {
    expect(uuid5(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('is what Python makes of it', () => {
    expect(uuid5(dns, 'python.org')).toBe('886313e1-3b8a-5372-9b90-0c9aee199e5d');
    expect(uuid5(job.uid, '0')).toBe('8c047317-8f7d-5bd1-b49c-f55f27b5bfe9');
    expect(uuid5(job.uid, '31')).toBe('f818dd07-c952-5ded-982c-55dada5db37e');
  });
});

describe('TARGET', () => {
  it('has the Job’s UID, and in a batch another for each index', () => {
    expect(targetOf('resize', job)).toBe(`resize-${job.uid}`);
    expect(targetOf('resize', { ...job, index: 0 })).toBe(`resize-${uuid5(job.uid, '0')}`);
    expect(targetOf('resize', { ...job, index: 10 })).toBe(`resize-${uuid5(job.uid, '10')}`);
  });
});
