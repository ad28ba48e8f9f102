/** What there is to be asked for: the discovery documents of a Kubernetes API server. */
import type { Context, Hono } from 'hono';
import { type Kind, kinds } from '../schemas/kinds.ts';
import { groupOf } from '../store/api-error.ts';

const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const statusVerbs = ['get', 'patch', 'update'];

const versionOf = (kind: Kind) => kind.apiVersion.split('/').at(-1) ?? '';
const groups = [...new Set(kinds.map(groupOf))].filter((group) => group !== '');
const kindsOf = (group: string) => kinds.filter((kind) => groupOf(kind) === group);

export function hasStatus(kind: Kind): boolean {
  return kind.schema.properties?.status !== undefined;
}

function resourceList(group: string) {
  return kindsOf(group).flatMap((kind) => {
    const { plural, singular, namespaced, shortNames, categories } = kind;
    const shared = { namespaced, kind: kind.kind };
    const main = {
      name: plural,
      singularName: singular,
      ...shared,
      verbs,
      ...(shortNames.length === 0 ? {} : { shortNames }),
      ...(categories.length === 0 ? {} : { categories }),
    };
    const status = { name: `${plural}/status`, singularName: '', ...shared, verbs: statusVerbs };
    return hasStatus(kind) ? [main, status] : [main];
  });
}

function groupEntry(group: string) {
  const versions = [...new Set(kindsOf(group).map(versionOf))].map((version) => ({
    groupVersion: `${group}/${version}`,
    version,
  }));
  return { name: group, versions, preferredVersion: versions[0] };
}

/** All of it in one document, as kubectl asks since 1.27. */
function aggregated(names: string[]) {
  const responseKind = (kind: Kind) => ({ group: groupOf(kind), version: versionOf(kind), kind: kind.kind });
  return names.map((group) => ({
    metadata: { name: group, creationTimestamp: null },
    versions: [...new Set(kindsOf(group).map(versionOf))].map((version) => ({
      version,
      freshness: 'Current',
      resources: kindsOf(group).map((kind) => ({
        resource: kind.plural,
        responseKind: responseKind(kind),
        scope: kind.namespaced ? 'Namespaced' : 'Cluster',
        singularResource: kind.singular,
        verbs,
        ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
        ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
        ...(hasStatus(kind)
          ? {
              subresources: [{ subresource: 'status', responseKind: responseKind(kind), verbs: statusVerbs }],
            }
          : {}),
      })),
    })),
  }));
}

function discovery(context: Context, names: string[], plain: object): Response {
  const match = /;\s*g=apidiscovery\.k8s\.io;v=(v2(?:beta1)?);as=APIGroupDiscoveryList/.exec(
    context.req.header('accept') ?? '',
  );
  if (match === null) return context.json(plain);
  const version = match[1] ?? 'v2';
  const list = {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: aggregated(names),
  };
  const type = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
  return context.body(JSON.stringify(list), 200, { 'content-type': type });
}

export function mountDiscovery(app: Hono): void {
  const addresses = [{ clientCIDR: '0.0.0.0/0', serverAddress: '' }];
  app.get('/api', (context) =>
    discovery(context, [''], {
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: addresses,
    }),
  );
  app.get('/apis', (context) =>
    discovery(context, groups, { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupEntry) }),
  );
  for (const group of groups) {
    app.get(`/apis/${group}`, (context) =>
      context.json({ kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) }),
    );
  }
  for (const [group, kind] of new Map(kinds.map((known) => [groupOf(known), known]))) {
    app.get(group === '' ? '/api/v1' : `/apis/${kind.apiVersion}`, (context) =>
      context.json({
        kind: 'APIResourceList',
        apiVersion: 'v1',
        groupVersion: kind.apiVersion,
        resources: resourceList(group),
      }),
    );
  }
}
