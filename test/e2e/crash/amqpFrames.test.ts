import { expect, it } from '@jest/globals';
import { Frames } from './amqpFrames.ts';

/** type, channel, size, payload, end. */
function frame(type: number, ...payload: number[]): Buffer {
  return Buffer.from([type, 0, 1, 0, 0, 0, payload.length, ...payload, 0xce]);
}

const stream = Buffer.concat([
  Buffer.from('AMQP\0\0\x09\x01'),
  frame(1, 0, 60, 0, 40, 9),
  frame(2, 0, 60),
  frame(3, 1, 2, 3),
  frame(8),
  frame(1, 0, 60, 0, 80),
]);
const names = ['protocol header', 'basic.publish', 'basic.publish header', 'basic.publish body', undefined, 'basic.ack'];

it.each([1, 7, 11, stream.length])('frames are told apart and named when they come in pieces of %d bytes', (size) => {
  const frames = new Frames(true);
  const told = [];
  for (let at = 0; at < stream.length; at += size) told.push(...frames.push(stream.subarray(at, at + size)));
  expect(told.map(({ name }) => name)).toEqual(names);
  expect(Buffer.concat(told.map(({ bytes }) => bytes))).toEqual(stream);
});
