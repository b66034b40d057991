import { text } from 'node:stream/consumers';

// Reads Kubernetes objects as a JSON list from stdin; prints for each what its schema says about it: null when no
// package has a schema of its kind, else the problems. A program of its own: the packages can only be imported.

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
}

type ModelClass = new (data: object) => { validate(): void };

const PACKAGES = ['kubernetes-models', '@kubernetes-models/keda', '@kubernetes-models/prometheus-operator'];

async function modelOf({ apiVersion, kind }: KubernetesObject): Promise<ModelClass | null> {
  for (const name of PACKAGES) {
    try {
      const models = (await import(`${name}/${apiVersion}/${kind}`)) as Record<string, ModelClass>;
      if (models[kind]) return models[kind];
    } catch {
      // Another package's group.
    }
  }
  return null;
}

async function problemsOf(object: KubernetesObject): Promise<string[] | null> {
  const Model = await modelOf(object);
  if (!Model) return null;
  try {
    new Model(object).validate();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

const objects = JSON.parse(await text(process.stdin)) as KubernetesObject[];
process.stdout.write(JSON.stringify(await Promise.all(objects.map(problemsOf))));
