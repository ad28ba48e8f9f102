import type { MachineFacts } from '../machines/link.ts';
import type { ConfigMap, Placement, Secret, Unit } from '../schemas/types.ts';
import { type ContentReference, compile } from '../units/compile.ts';
import type { Desire } from './machine/agent-host.ts';

/** Looks up what a unit's files refer to. */
export interface References {
  secret(key: string): Secret | undefined;
  configMap(key: string): ConfigMap | undefined;
}

/** A unit that cannot be compiled for a machine; the message names every problem. */
export class CompileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CompileError';
  }
}

export function compilePlacement(
  unit: Unit,
  placement: Pick<Placement, 'spec'>,
  machineName: string,
  facts: MachineFacts,
  references: References,
): Desire {
  const { state } = placement.spec;
  // Started or stopped on this machine alone.
  const here = state === undefined ? unit : { ...unit, spec: { ...unit.spec, state } };
  const result = compile(here, {
    ...(placement.spec.instance === undefined ? {} : { instance: placement.spec.instance }),
    paths: facts.paths,
    machine: { name: machineName, machineId: facts.machineId },
    resolve: (reference) => resolve(reference, references),
  });
  if ('problems' in result) {
    const text = result.problems.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new CompileError(text);
  }
  return { desired: result.desired, generation: unit.metadata.generation ?? 1 };
}

function resolve(reference: ContentReference, references: References): Buffer | undefined {
  const key = `${reference.namespace}/${reference.name}`;
  if (reference.kind === 'Secret') {
    const secret = references.secret(key);
    const encoded = secret?.data?.[reference.key];
    if (encoded !== undefined) return Buffer.from(encoded, 'base64');
    const plain = secret?.stringData?.[reference.key];
    return plain === undefined ? undefined : Buffer.from(plain);
  }
  const map = references.configMap(key);
  const text = map?.data?.[reference.key];
  if (text !== undefined) return Buffer.from(text);
  const binary = map?.binaryData?.[reference.key];
  return binary === undefined ? undefined : Buffer.from(binary, 'base64');
}

/** Names of the Secrets and ConfigMaps that a unit's files come from, as `Kind/namespace/name`. */
export function referencedBy(unit: Unit): string[] {
  const namespace = unit.metadata.namespace ?? 'default';
  return (unit.spec.files ?? []).flatMap((file) => {
    if (file.fromSecret !== undefined) return [`Secret/${namespace}/${file.fromSecret.name}`];
    if (file.fromConfigMap !== undefined) return [`ConfigMap/${namespace}/${file.fromConfigMap.name}`];
    return [];
  });
}
