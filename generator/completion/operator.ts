import type { Command } from 'commander';

/** What the operator's commands have in common. */
export function withSharedOptions(command: Command): Command {
  return command
    .option('-n, --namespace <name>', "of the entries; without it the context's")
    .option('--context <name>', 'of the kubeconfig, in place of its current context')
    .option('--kubeconfig <file>', 'in place of $KUBECONFIG and ~/.kube/config')
    .option('--amqp-host <host>', "the broker's, in place of the entries' own: a forwarded port's, say")
    .option('--amqp-port <port>', "the broker's")
    .option('--amqp-tls [boolean]', 'whether it speaks TLS, where that differs from the entries')
    .option('-l, --selector <selector>', "entries by their labels, as kubectl's");
}
