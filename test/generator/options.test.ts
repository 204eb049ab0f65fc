import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { addSettings, givenOf, otherSettingsNotes } from '../../generator/options.ts';
import { otherSettings, settingsTable } from '../../generator/settingsTable.ts';

const variables = [...settingsTable, ...otherSettings].map(({ variable }) => variable);
const environment = { ...process.env };
beforeEach(() => {
  for (const name of variables) delete process.env[name];
});
afterEach(() => {
  process.env = { ...environment };
});

function given(args: string[], variables: Record<string, string> = {}) {
  Object.assign(process.env, variables);
  return givenOf(addSettings(new Command()).exitOverride().parse(args, { from: 'user' }));
}

describe('the settings of a command line', () => {
  it('have the defaults of the table', () => {
    expect(given([])).toEqual({
      settings: {
        launcherImage: undefined,
        amqpHost: 'localhost',
        amqpPort: undefined,
        amqpTls: false,
        dockerRegistry: '',
        podNamespace: 'default',
        kubernetesJobScope: 'default',
        networkPolicy: false,
        podSecurity: 'privileged',
        issuer: 'goci/kubernetes-event-job',
        clusterTriggerAuthentication: undefined,
      },
      configMapName: 'event-job-provisioner-configs',
      scopeIsGiven: false,
    });
  });

  it('come from the environment, and before that from flags', () => {
    const made = given(['--amqp-port', '2'], { AMQP_HOST: 'h', AMQP_PORT: '1', CONFIG_MAP_NAME: 'c', POD_SECURITY: 'restricted' });
    expect(made).toMatchObject({ settings: { amqpHost: 'h', amqpPort: '2', podSecurity: 'restricted' }, configMapName: 'c' });
  });

  it('take an empty variable for none', () => {
    const without = given([]);
    expect(given([], Object.fromEntries(variables.map((name) => [name, ''])))).toEqual(without);
  });

  it.each(['false', 'FALSE', '0', 'no', 'Off', '', ' '])('take %j for off, as the predecessor did', (text) => {
    expect(given([], { AMQP_TLS: text }).settings.amqpTls).toBe(false);
    expect(given([`--network-policy=${text}`]).settings.networkPolicy).toBe(false);
  });

  it.each(['true', '1', 'yes', 'on', 'TRUE'])('take %j for on', (text) => {
    expect(given([], { NETWORK_POLICY: text }).settings.networkPolicy).toBe(true);
    expect(given(['--amqp-tls', text]).settings.amqpTls).toBe(true);
  });

  it.each(['flase', '2', 'maybe'])('take %j for a slip', (text) => {
    expect(() => given([], { NETWORK_POLICY: text })).toThrow(`--network-policy: ${text} is neither on nor off`);
    expect(() => given(['--amqp-tls', text])).toThrow('--amqp-tls');
  });

  it('are on by their flag alone, and off by it though the environment says on', () => {
    expect(given(['--amqp-tls']).settings.amqpTls).toBe(true);
    expect(given(['--amqp-tls=no'], { AMQP_TLS: 'yes' }).settings.amqpTls).toBe(false);
  });

  it('know whether a namespace was chosen, be it the default one', () => {
    expect(given(['--kubernetes-job-scope', 'default']).scopeIsGiven).toBe(true);
    expect(given([], { KUBERNETES_JOB_SCOPE: 'default' }).scopeIsGiven).toBe(true);
  });

  it.each(otherSettings.map(({ flag, variable }) => [flag.split(' ')[0] ?? '', variable]))(
    'refuse %s, without repeating its value',
    (flag, variable) => {
      expect(() => given([flag, 'hunter2'])).toThrow(flag);
      expect(() => given([flag])).toThrow(flag);
      expect(() => given([flag, 'hunter2'])).not.toThrow('hunter2');
      expect(() => given([], { [variable]: 'hunter2' })).not.toThrow();
    },
  );

  it('note a variable that somebody may think to be one, without its value', () => {
    expect(otherSettingsNotes({ AMQP_USERNAME: '', AMQP_PASSWORD: 'hunter2', RELOAD_ENABLED: 'true' })).toEqual([
      expect.stringMatching(/^note: AMQP_PASSWORD is not read: it belongs in the Secret/),
      expect.stringMatching(/^note: RELOAD_ENABLED is not read: it is the controller's/),
    ]);
    expect(otherSettingsNotes({ AMQP_PASSWORD: 'hunter2' }).join()).not.toContain('hunter2');
  });

  it('are all in the help, with variable and default', () => {
    const help = addSettings(new Command()).configureOutput({ getOutHelpWidth: () => 1000 });
    let text = '';
    help.configureOutput({ writeOut: (written) => (text += written) }).outputHelp();
    const lines = text.split('\n');
    for (const { flag, variable, means, default: value } of settingsTable) {
      const line = lines.find((one) => one.trim().startsWith(`${flag} `));
      expect(line).toContain(means.replaceAll('`', ''));
      expect(line).toContain(`env: ${variable})`);
      if (value) expect(line).toContain(`default: ${value}`);
    }
    for (const { flag, variable, means } of otherSettings) expect(lines).toContain(`  ${flag.split(' ')[0]}, ${variable}: ${means}`);
  });
});
