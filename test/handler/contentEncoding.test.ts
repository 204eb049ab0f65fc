import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { decode } from '../../handler/contentEncoding.ts';
import { delivery } from './sample.ts';

const decoded = (body: Buffer, contentEncoding?: string, maxMessage = 1000) =>
  decode({ ...delivery, body, properties: { ...(contentEncoding !== undefined && { contentEncoding }) } }, maxMessage);

const plain = Buffer.from('{"content":"x"}');
const zipped = gzipSync(plain);

describe('a message’s content-encoding', () => {
  it.each(['gzip', 'GZIP', 'x-gzip', ' Gzip '])('%j is undone', async (encoding) => {
    expect(await decoded(zipped, encoding)).toEqual({ bytes: plain });
  });

  it.each([undefined, '', 'identity', 'Identity', 'utf-8', 'UTF-8', 'us-ascii', 'binary'])(
    '%j leaves the bytes as they are',
    async (encoding) => {
      expect(await decoded(plain, encoding)).toEqual({ bytes: plain });
    },
  );

  it.each([
    ['br', ' (br)'],
    ['DEFLATE', ' (deflate)'],
    ['gzip, gzip', ''],
    ['secret', ''],
    ['iso-8859-1', ''],
  ])('%j is bad, and quoted only where it is a usual one', async (encoding, quoted) => {
    expect(await decoded(plain, encoding)).toEqual({
      bad: `the message's content-encoding${quoted} is not one that is read: gzip, or identity`,
    });
  });

  it.each([
    ['plain text', plain],
    ['nothing', Buffer.alloc(0)],
    ['half of it', zipped.subarray(0, 20)],
    ['a wrong checksum', Buffer.concat([zipped.subarray(0, -8), Buffer.alloc(8)])],
  ])('gzip is bad with %s', async (_, body) => {
    expect(await decoded(body, 'gzip')).toEqual({ bad: 'the message is not gzip, as its content-encoding says, or not whole' });
  });

  it('gzip may have several members', async () => {
    expect(await decoded(Buffer.concat([gzipSync('{"con'), gzipSync('tent":"x"}')]), 'gzip')).toEqual({ bytes: plain });
  });

  it('is not undone for a message that is too large as it is', async () => {
    expect(await decoded(zipped, 'gzip', zipped.length - 1)).toEqual({
      bad: `the message has ${zipped.length} bytes; ${zipped.length - 1} are allowed`,
    });
  });

  it('does not let a message become larger than is allowed, and takes no more memory to find that out', async () => {
    expect(await decoded(gzipSync(Buffer.alloc(1000)), 'gzip')).toEqual({ bytes: Buffer.alloc(1000) });
    expect(await decoded(gzipSync(Buffer.alloc(1001)), 'gzip')).toEqual({
      bad: 'the message has more than 1000 bytes once it is decompressed',
    });
    // In members, so that making it takes no memory either.
    const bomb = Buffer.concat(Array<Buffer>(512).fill(gzipSync(Buffer.alloc(1 << 20))));
    const before = process.resourceUsage().maxRSS;
    expect(await decoded(bomb, 'gzip', 1 << 20)).toEqual({ bad: 'the message has more than 1048576 bytes once it is decompressed' });
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(32 * 1024);
  });
});
