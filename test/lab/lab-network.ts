import { createHash } from 'node:crypto';
import { LabError } from './lab-error.ts';
import type { LabPlace } from './lab-place.ts';
import { runProgram, tryProgram } from './run-program.ts';
import { waitUntil } from './wait-until.ts';

interface AddressEntry {
  ifname: string;
  addr_info: { family: string; local: string; prefixlen: number }[];
}

/** The lab's part of 10.213.0.0/16: `10.213.SUBNET.0/24`, .1 is this machine, .11 and on are the hosts. */
export function hostAddress(subnet: number, index: number): string {
  return `10.213.${subnet}.${11 + index}`;
}

export const MAXIMUM_HOSTS = 240;

/** The same for every boot of a host, so that a reboot never leaves a stale neighbour entry behind. */
export function hostMac(subnet: number, index: number): string {
  const hex = (byte: number) => byte.toString(16).padStart(2, '0');
  return `02:6d:6c:00:${hex(subnet)}:${hex(11 + index)}`;
}

/** The subnet of the lab's bridge, or undefined when there is no bridge (or one without its address). */
export async function bridgeSubnet(place: LabPlace): Promise<number | undefined> {
  for (const entry of await addresses()) {
    if (entry.ifname !== place.bridge) continue;
    for (const { local } of entry.addr_info) {
      const match = /^10\.213\.(\d+)\.1$/.exec(local);
      if (match) return Number(match[1]);
    }
  }
  return undefined;
}

/** Makes the bridge on a subnet that this machine neither has an address in nor a route to. Call under the global lock. */
export async function makeBridge(place: LabPlace): Promise<number> {
  const present = await bridgeSubnet(place);
  if (present !== undefined) {
    // Who made it may have been killed before this last step.
    await runProgram(['ip', 'link', 'set', place.bridge, 'up']);
    return present;
  }
  await tryProgram(['ip', 'link', 'delete', place.bridge]);
  const subnet = await freeSubnet(place.name);
  await runProgram([
    'ip',
    'link',
    'add',
    place.bridge,
    'type',
    'bridge',
    'stp_state',
    '0',
    'forward_delay',
    '0',
  ]);
  await runProgram(['ip', 'link', 'set', place.bridge, 'addrgenmode', 'none']);
  await runProgram(['ip', 'address', 'add', `10.213.${subnet}.1/24`, 'dev', place.bridge]);
  await runProgram(['ip', 'link', 'set', place.bridge, 'up']);
  return subnet;
}

/** Removes every interface of the lab, whoever made it, and waits until none is left. */
export async function removeInterfaces(place: LabPlace): Promise<void> {
  await waitUntil(`the end of the interfaces of lab ${place.name}`, async () => {
    const names = await interfacesOf(place);
    // Those of a dead host are going already; the second to delete them fails.
    for (const name of names) await tryProgram(['ip', 'link', 'delete', name]);
    return names.length === 0;
  });
}

/** The names of the lab's bridge, cables and taps that exist now. */
export async function interfacesOf(place: LabPlace): Promise<string[]> {
  const links = JSON.parse(await runProgram(['ip', '-json', 'link', 'show'])) as { ifname: string }[];
  const numbered = (name: string, prefix: string): boolean =>
    name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length));
  return links
    .map((link) => link.ifname)
    .filter(
      (name) => name === place.bridge || numbered(name, place.linkPrefix) || numbered(name, place.tapPrefix),
    );
}

/**
 * A permanent neighbour entry: packets to a host that is cut off vanish as they do behind a router, instead of being
 * reported as unreachable by this machine's own ARP after three seconds.
 */
export async function pinNeighbour(place: LabPlace, ip: string, mac: string): Promise<void> {
  await runProgram(['ip', 'neigh', 'replace', ip, 'lladdr', mac, 'nud', 'permanent', 'dev', place.bridge]);
}

async function addresses(): Promise<AddressEntry[]> {
  return JSON.parse(await runProgram(['ip', '-json', 'address', 'show'])) as AddressEntry[];
}

async function freeSubnet(labName: string): Promise<number> {
  const routes = JSON.parse(await runProgram(['ip', '-4', '-json', 'route', 'show', 'table', 'all'])) as {
    dst?: string;
  }[];
  const taken = [
    ...routes.map((route) => route.dst ?? ''),
    ...(await addresses()).flatMap((entry) =>
      entry.addr_info.map((info) => `${info.local}/${info.prefixlen}`),
    ),
  ].flatMap((text) => ipv4Range(text));
  // The same lab gets the same addresses again where it can: known_hosts and open editors like that.
  const first = createHash('sha256').update(labName).digest().readUInt8(0);
  for (let offset = 0; offset < 256; offset += 1) {
    const subnet = (first + offset) % 256;
    const start = ((10 * 256 + 213) * 256 + subnet) * 256;
    if (!taken.some((range) => range.start < start + 256 && range.end >= start)) return subnet;
  }
  throw new LabError(
    'NoFreeSubnet',
    'No /24 of 10.213.0.0/16 is free on this machine: end a lab with npm run lab -- down.',
  );
}

/**
 * `10.213.4.0/24` as numbers. Nothing for IPv6, and nothing for routes wider than a /16 (the default, a VPN's 10.0.0.0/8):
 * they are in everybody's way, and the bridge's own /24 is more specific.
 */
function ipv4Range(text: string): { start: number; end: number }[] {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?:\/(\d+))?$/.exec(text);
  if (!match) return [];
  const [a = 0, b = 0, c = 0, d = 0, length = 32] = match.slice(1).map((part) => Number(part ?? 32));
  if (length < 16) return [];
  const size = 2 ** (32 - length);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const start = address - (address % size);
  return [{ start, end: start + size - 1 }];
}
