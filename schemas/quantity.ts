/** Amounts as Kubernetes writes them (k8s.io/apimachinery resource.Quantity, without exponents). */

const factors: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** `512Mi` as 536870912, `500m` as 0.5; null for what is no amount. */
export function parseQuantity(text: string | number): number | null {
  if (typeof text === 'number') return text;
  const [, digits, suffix = ''] = /^([0-9]+(?:\.[0-9]+)?)([A-Za-z]*)$/.exec(text) ?? [];
  const factor = factors[suffix];
  return digits === undefined || factor === undefined ? null : Number(digits) * factor;
}

/** Bytes in the largest unit that leaves a whole number of at most two decimals: `1.5Gi`. */
export function formatBytes(bytes: number): string {
  for (const suffix of ['Ti', 'Gi', 'Mi', 'Ki']) {
    const factor = factors[suffix] ?? 1;
    if (bytes >= factor) return `${Math.round((bytes / factor) * 100) / 100}${suffix}`;
  }
  return String(bytes);
}
