import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ALL_SERVICES, forgottenSettings, settingNamed, readSettings } from './service-settings.ts';

interface ComposeService {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: object;
  readonly profiles?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly volumes?: readonly string[];
}

interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** Profiles that need what an installation brings itself. */
const OFF_BY_DEFAULT = ['kafka'];

const DOCKER = join(__dirname, '..', '..', 'docker');
const read = (name: string) => readFileSync(join(DOCKER, name), 'utf8');
const file = parse(read('compose.yaml'), { merge: true }) as ComposeFile;
const services = Object.entries(file.services);

let settings: Awaited<ReturnType<typeof readSettings>>;

beforeAll(async () => {
  settings = await readSettings();
}, 120_000);

describe('docker/compose.yaml', () => {
  it.each(ALL_SERVICES)('gives %s settings that it knows, and all that it needs', (service) => {
    const given = Object.keys(file.services[service]?.environment ?? {}).map(settingNamed);
    const known = settings[service];
    expect(known.map(({ variable }) => variable)).toEqual(expect.arrayContaining(given));
    const needed = known.filter(({ required }) => required);
    expect(given).toEqual(expect.arrayContaining(needed.map(({ variable }) => variable)));
    expect(forgottenSettings(known, given, 'compose')).toEqual([]);
  });

  it.each(ALL_SERVICES)('%s is locked down and starts after what it needs', (service) => {
    expect(file.services[service]).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      depends_on: {
        secrets: { condition: 'service_completed_successfully' },
        rabbitmq: { condition: 'service_healthy' },
        postgres: { condition: 'service_healthy' },
      },
    });
  });

  it('waits only for what says that it is healthy', () => {
    for (const [, { depends_on = {} }] of services)
      for (const [needed, { condition }] of Object.entries(depends_on))
        if (condition === 'service_healthy') expect(file.services[needed]?.healthcheck).toBeDefined();
  });

  it('holds no secret, and every secret file that is read is made', () => {
    const script = read('make-secrets.sh');
    for (const [, { environment = {} }] of services)
      for (const [name, value] of Object.entries(environment)) {
        if (!name.endsWith('_FILE')) expect(name).not.toMatch(/PASSWORD|SECRET|TOKEN/);
        else expect(script).toContain(value.replace('/run/celerity/', ''));
      }
  });

  it('starts the bridge only when it is asked for', () => {
    const enabled = read('.env')
      .match(/^COMPOSE_PROFILES=(.*)$/m)?.[1]
      ?.split(',');
    expect(file.services['kafka-bridge']?.profiles).toEqual(OFF_BY_DEFAULT);
    expect(enabled).not.toEqual(expect.arrayContaining(OFF_BY_DEFAULT));
  });

  it('starts everything unless a profile is left out, and pins every image', () => {
    const enabled =
      read('.env')
        .match(/^COMPOSE_PROFILES=(.*)$/m)?.[1]
        ?.split(',') ?? [];
    for (const [, { profiles = [], image }] of services) {
      expect([...enabled, ...OFF_BY_DEFAULT]).toEqual(expect.arrayContaining([...profiles]));
      expect(image).toMatch(/:(v?\d+\.\d+|\$\{CELERITY_VERSION:-\d)/);
    }
  });

  it('keeps data in volumes that are declared', () => {
    for (const [, { volumes = [] }] of services)
      for (const volume of volumes) {
        const name = volume.split(':')[0] ?? '';
        if (!name.startsWith('.')) expect(Object.keys(file.volumes)).toContain(name);
      }
  });
});

describe('the broker settings', () => {
  it('are the same consumer timeout everywhere', () => {
    const timeout = read('rabbitmq/rabbitmq.conf').match(/^consumer_timeout = (\d+)$/m)?.[1];
    expect(timeout).toBeDefined();
    const broker = readFileSync(join(DOCKER, '..', 'k8s/overlays/production/broker.yaml'), 'utf8');
    expect(broker).toContain(`consumer_timeout = ${timeout}`);
    // The gateway refuses what would run longer, the workers do not start with it.
    for (const service of ['gateway', 'worker']) {
      expect(file.services[service]?.environment?.['BROKER_CONSUMER_TIMEOUT']).toBe(timeout);
      const path = join(DOCKER, '..', `k8s/base/${service}/deployment.yaml`);
      const setting = `- name: BROKER_CONSUMER_TIMEOUT\n              value: '${timeout}'`;
      expect(readFileSync(path, 'utf8')).toContain(setting);
    }
  });
});

describe('docs/operations.md', () => {
  it.each(ALL_SERVICES)('lists every setting of %s', (service) => {
    const text = readFileSync(join(DOCKER, '..', 'docs/operations.md'), 'utf8');
    for (const { variable } of settings[service]) expect(text).toContain(`\`${variable}\``);
  });
});
