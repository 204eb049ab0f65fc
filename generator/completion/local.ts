import { Command } from 'commander';

/** `event-jobs local` is the other half's: only its flags are known here, and a test compares them with its help. */
export function localCommand(): Command {
  return new Command('local')
    .description('Run generated manifests against a RabbitMQ, without a cluster.')
    .option('-f, --filename <file>', 'the manifests; - for standard input')
    .option('--drain', 'end when every queue is empty and every Job has ended; do not wait for the next poll in between')
    .option('--state <folder>', 'where messages are kept while they are worked on');
}
