/**
 * Units that change with every version, beside one that never does, and count on the host how often each version was
 * started: the number that tells whether an interrupted muster restarted what was well.
 */
import type { LabHost } from '../lab/lab-host.ts';
import { documents, type OnHost, sleeper, unitYaml } from './muster.ts';

export interface CountedUnits {
  readonly names: string[];
  manifest(version: number): string;
  /** Everything runs in this version and was started for it once; nothing half done is left anywhere. */
  check(version: number): Promise<void>;
}

export function countedUnits(host: LabHost, hand: OnHost, prefix: string): CountedUnits {
  const log = `/run/starts-of-${prefix}`;
  const changing = [1, 2].map((number) => `${prefix}-${number}-${host.name}.service`);
  const constant = `${prefix}-constant-${host.name}.service`;
  const file = (name: string) => `/srv/${prefix}/${name}.conf`;
  const sections = (name: string, version: number) =>
    sleeper({
      ExecStartPre: `/bin/sh -c 'echo ${name} ${version} >>${log}'`,
      ExecStart: `/bin/sleep ${100_000 + version}`,
    });
  return {
    names: [...changing, constant],
    manifest: (version) =>
      documents(
        unitYaml(constant, host.name, { sections: sections(constant, 0) }),
        ...changing.map((name) =>
          unitYaml(name, host.name, {
            sections: sections(name, version),
            files: [{ path: file(name), content: `version ${version}\n`.repeat(50) }],
          }),
        ),
      ),
    async check(version) {
      const expected = [`${constant} 0`, ...changing.map((name) => `${name} ${version}`)];
      const state = await hand(
        `cat ${log}; echo --
         for unit in ${[...changing, constant].join(' ')}; do tr '\\0' ' ' </proc/$(systemctl show -p MainPID --value $unit)/cmdline; echo; done
         sort -u ${changing.map(file).join(' ')}
         find /etc /srv /run/muster /var/lib/muster -name '.muster-*'`,
      );
      const [starts = '', rest] = state.split('--\n');
      const often = (line: string) => starts.split('\n').filter((other) => other === line).length;
      expect(expected.map((line) => `${line}: started ${often(line)} times`)).toEqual(
        expected.map((line) => `${line}: started 1 times`),
      );
      expect(rest?.split('\n')).toEqual([
        ...changing.map(() => `/bin/sleep ${100_000 + version} `),
        '/bin/sleep 100000 ',
        `version ${version}`,
        '',
      ]);
    },
  };
}
